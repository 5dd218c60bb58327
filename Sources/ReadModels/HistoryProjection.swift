public import EventModel
public import Foundation

/// Every event of every referral, one row each, with its two times: the list beside the time machine.
public enum HistoryProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var referral: UUID
        public var eventPosition: Int64
        public var eventId: UUID
        public var type: String
        public var occurredAt: Date
        public var occurredOnDateOnly: Bool
        public var recordedAt: Date
        public var actor: UUID?
        public var organization: UUID?
    }

    public static let name = "history"
    public static let version = 1
    public static let types = ReferralProjection.types

    public static func key(for event: RecordedEvent) throws -> String? {
        guard let referral = try ReferralKey.of(event) else { return nil }
        let digits = String(event.position)
        return "\(referral)/\(String(repeating: "0", count: max(0, 12 - digits.count)))\(digits)"
    }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        guard let key = try key(for: event), let referral = UUID(uuidString: String(key.prefix(36))) else { return }
        row = Row(
            key: key, referral: referral, eventPosition: event.position, eventId: event.id, type: event.type,
            occurredAt: event.occurredAt, occurredOnDateOnly: event.occurredOnDateOnly, recordedAt: event.recordedAt,
            actor: event.actor, organization: event.organization)
    }
}
