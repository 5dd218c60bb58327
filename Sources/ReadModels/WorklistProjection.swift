public import Casework
public import EventModel
public import Foundation

/// What an office sent, one row a referral, with who must act next.
public enum WorklistProjection: Projection {
    /// Who must act next.
    public enum Group: String, Codable, Sendable, CaseIterable {
        case needsOffice = "needs-office"
        case waitingOnPartner = "waiting-on-partner"
        case onTrack = "on-track"
        case closed
    }

    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var number: String
        public var participant: UUID
        public var program: UUID
        public var partner: UUID
        public var office: UUID
        public var caseId: UUID?
        public var status: Referral.Status
        public var priority: Referral.Priority
        public var group: Group
        public var clocks: Clock.State
        public var nextClock: Clock.Kind?
        public var nextSetAt: Date?
        public var nextDue: Date?
        public var nextPaused: Bool
        public var late: Bool
        public var lastType: String
        public var lastAt: Date
        public var lastActor: UUID?
        public var lastOrganization: UUID?
        public var draftedAt: Date
        public var version: Int64
        public var position: Int64
    }

    public static let name = "worklist"
    public static let version = 1
    public static let types = ReferralKey.referralTypes.union(ReferralKey.clockTypes)
        .union([Case.DispositionRecorded.type])
        .subtracting([Referral.TakenOver.type, Referral.ResultTakenOver.type])

    public static func key(for event: RecordedEvent) throws -> String? { try ReferralKey.of(event) }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        if let happened = try Referral.Event(event) {
            apply(happened, event, to: &row)
        } else if let ticked = try Clock.Event(event) {
            if var clocks = row?.clocks {
                Clock.evolve(&clocks, with: ticked, at: event.occurredAt)
                row?.clocks = clocks
            }
        } else if event.type == Case.DispositionRecorded.type {
            row?.remember(event)
        }
        row?.settle(at: event.position)
    }

    private static func apply(_ happened: Referral.Event, _ event: RecordedEvent, to row: inout Row?) {
        if case .drafted(let drafted) = happened {
            row = Row(
                key: event.stream.id.text, number: drafted.number, participant: drafted.participant,
                program: drafted.program, partner: drafted.partner, office: drafted.office, caseId: drafted.caseID,
                status: .drafted, priority: drafted.priority, group: .needsOffice, clocks: Clock.State(),
                nextPaused: false, late: false, lastType: event.type, lastAt: event.occurredAt,
                draftedAt: event.occurredAt, version: 0, position: event.position)
        }
        if let status = happened.status { row?.status = status }
        row?.version = event.streamVersion
        row?.remember(event)
    }
}

extension WorklistProjection.Row {
    mutating func remember(_ event: RecordedEvent) {
        lastType = event.type
        lastAt = event.occurredAt
        lastActor = event.actor
        lastOrganization = event.organization
    }

    /// Works out the next deadline and the group from the status and the clocks.
    mutating func settle(at position: Int64) {
        self.position = position
        let next = clocks.next
        nextClock = next?.clock
        nextSetAt = next?.setAt
        nextDue = next?.due
        nextPaused = next?.status == .paused
        late = clocks.deadlines.contains { $0.isOpen && $0.missedAt != nil }
        group =
            if status == .drafted || clocks.deadlines.contains(where: { $0.isOpen && $0.clock.owner == .office }) {
                .needsOffice
            } else if !status.isOpen {
                .closed
            } else if late || [.offered, .acknowledged, .waitlisted, .accepted].contains(status) {
                .waitingOnPartner
            } else {
                .onTrack
            }
    }
}
