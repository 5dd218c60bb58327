import Casework
public import EventModel
public import Foundation

/// The programs of a jurisdiction and the places they have.
public enum CapacityProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var organization: UUID
        public var name: String
        public var summary: String
        public var unit: String
        public var maximum: Int
        public var available: Int
        public var taken: Int
        /// People taken although no place was open; the next places to come free are theirs.
        public var beyondMaximum: Int
        public var accepting: Bool
        public var pauseReason: String?
        public var pausedUntil: Day?
        /// When the partner last said how many places there are.
        public var updatedAt: Date
        public var version: Int64
        public var position: Int64
    }

    public static let name = "capacity"
    public static let version = 1
    public static let types = Set(Program.Event.decoders.map(\.type))

    public static func key(for event: RecordedEvent) throws -> String? { event.stream.id.text }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        guard let happened = try Program.Event(event) else { return }
        if case .registered(let registered) = happened {
            row = Row(
                key: event.stream.id.text, organization: registered.organization, name: registered.name,
                summary: registered.summary, unit: registered.unit, maximum: registered.maximum,
                available: registered.maximum, taken: 0, beyondMaximum: 0, accepting: true, updatedAt: event.occurredAt,
                version: 0,
                position: 0)
        }
        guard var changed = row else { return }
        switch happened {
        case .registered: break
        case .capacityUpdated(let updated):
            changed.maximum = updated.maximum
            changed.available = updated.available
            changed.beyondMaximum = 0
        case .intakePaused(let paused):
            changed.accepting = false
            changed.pauseReason = paused.reason
            changed.pausedUntil = paused.until
        case .intakeResumed:
            changed.accepting = true
            changed.pauseReason = nil
            changed.pausedUntil = nil
        case .placeTaken:
            changed.taken += 1
            if changed.available > 0 { changed.available -= 1 } else { changed.beyondMaximum += 1 }
        case .placeReleased:
            changed.taken -= 1
            if changed.beyondMaximum > 0 {
                changed.beyondMaximum -= 1
            } else {
                changed.available = min(changed.maximum, changed.available + 1)
            }
        }
        switch happened {
        case .placeTaken, .placeReleased: break
        default: changed.updatedAt = event.occurredAt
        }
        changed.version = event.streamVersion
        changed.position = event.position
        row = changed
    }
}
