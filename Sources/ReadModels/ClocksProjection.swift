public import Casework
public import EventModel
public import Foundation

/// The open deadlines of each referral and when the next one must act, for the process that fires them.
public enum ClocksProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var clocks: Clock.State
        public var nextAt: Date?
    }

    public static let name = "clocks"
    public static let version = 1
    public static let types = ReferralKey.clockTypes

    public static func key(for event: RecordedEvent) throws -> String? { event.stream.id.text }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        guard let ticked = try Clock.Event(event) else { return }
        var changed = row ?? Row(key: event.stream.id.text, clocks: Clock.State())
        Clock.evolve(&changed.clocks, with: ticked, at: event.occurredAt)
        changed.nextAt = changed.clocks.nextAt
        row = changed
    }
}
