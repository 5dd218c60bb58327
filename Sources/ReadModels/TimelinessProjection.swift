import Casework
public import EventModel
public import Foundation

/// How long each answer took and which deadlines were missed, one row a referral.
public enum TimelinessProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var program: UUID
        public var partner: UUID
        public var office: UUID
        public var offeredAt: Date?
        public var acknowledgedAt: Date?
        public var decidedAt: Date?
        public var beganAt: Date?
        public var endedAt: Date?
        public var disposedAt: Date?
        public var missedByPartner: Int
        public var missedByOffice: Int
    }

    public static let name = "timeliness"
    public static let version = 1
    public static let types: Set<String> = [
        Referral.Drafted.type, Referral.Offered.type, Referral.Acknowledged.type,
        Referral.AcknowledgementWithdrawn.type, Referral.Accepted.type, Referral.Declined.type,
        Referral.Waitlisted.type, Referral.ServiceBegan.type, Referral.Completed.type, Referral.Unsuccessful.type,
        Referral.Withdrawn.type, Referral.Reopened.type, Clock.Missed.type, Case.DispositionRecorded.type,
    ]

    public static func key(for event: RecordedEvent) throws -> String? { try ReferralKey.of(event) }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        if event.type == Referral.Drafted.type {
            let drafted = try Referral.Drafted(stored: event.payload, version: event.schemaVersion)
            row = Row(
                key: event.stream.id.text, program: drafted.program, partner: drafted.partner, office: drafted.office,
                missedByPartner: 0, missedByOffice: 0)
        }
        guard var changed = row else { return }
        switch event.type {
        case Referral.Drafted.type: break
        case Referral.Offered.type: changed.offeredAt = event.occurredAt
        case Referral.Acknowledged.type: changed.acknowledgedAt = changed.acknowledgedAt ?? event.occurredAt
        case Referral.AcknowledgementWithdrawn.type: changed.acknowledgedAt = nil
        case Referral.Accepted.type, Referral.Declined.type, Referral.Waitlisted.type:
            changed.decidedAt = changed.decidedAt ?? event.occurredAt
        case Referral.ServiceBegan.type: changed.beganAt = changed.beganAt ?? event.occurredAt
        case Referral.Reopened.type: changed.endedAt = nil
        case Clock.Missed.type:
            switch try Clock.Missed(stored: event.payload, version: event.schemaVersion).clock.owner {
            case .partner: changed.missedByPartner += 1
            case .office: changed.missedByOffice += 1
            }
        case Case.DispositionRecorded.type: changed.disposedAt = event.occurredAt
        default: changed.endedAt = event.occurredAt
        }
        row = changed
    }
}
