public import Casework
public import EventModel
public import Foundation

/// Each case, one row: whose it is, and how it ended. Its number leads to a person and is not here.
public enum CasesProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var office: UUID
        public var participants: [UUID]
        public var offenseCategory: String?
        public var receivedOn: Day?
        public var openedAt: Date
        public var declinedOn: Day?
        public var disposition: Case.DispositionKind?
        public var dispositionOn: Day?
        public var version: Int64
        public var position: Int64
    }

    public static let name = "cases"
    public static let version = 1
    public static let types = Set(Case.Event.decoders.map(\.type))

    public static func key(for event: RecordedEvent) throws -> String? { event.stream.id.text }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        switch try Case.Event(event) {
        case .opened(let opened):
            row = Row(
                key: event.stream.id.text, office: opened.office, participants: [], openedAt: event.occurredAt,
                version: event.streamVersion, position: event.position)
        case .participantJoined(let joined):
            row?.participants.append(joined.participant)
            if let category = joined.offenseCategory { row?.offenseCategory = category }
            if let day = joined.receivedOn { row?.receivedOn = day }
        case .dispositionRecorded(let recorded):
            row?.disposition = recorded.kind
            row?.dispositionOn = recorded.on
        case .declined(let declined): row?.declinedOn = declined.on
        case nil: break
        }
        row?.version = event.streamVersion
        row?.position = event.position
    }
}
