public import Casework
public import EventModel
import Foundation

/// The organizations of the network.
public enum OrganizationsProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var name: String
        public var kind: Organization.Kind
        public var jurisdictions: [String]
    }

    public static let name = "organizations"
    public static let version = 1
    public static let types: Set<String> = [Organization.Registered.type]

    public static func key(for event: RecordedEvent) throws -> String? { event.stream.id.text }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        let registered = try Organization.Registered(stored: event.payload, version: event.schemaVersion)
        row = Row(
            key: event.stream.id.text, name: registered.name, kind: registered.kind,
            jurisdictions: registered.jurisdictions)
    }
}

/// The jurisdictions of the network, with zone and calendar.
public enum JurisdictionsProjection: Projection {
    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var slug: String
        public var division: String
        public var title: String
        public var timeZone: String
        public var calendar: BusinessCalendar.Rules?
    }

    public static let name = "jurisdictions"
    public static let version = 1
    public static let types = Set(Jurisdiction.Event.decoders.map(\.type))

    public static func key(for event: RecordedEvent) throws -> String? { event.stream.id.text }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        switch try Jurisdiction.Event(event) {
        case .registered(let registered):
            row = Row(
                key: event.stream.id.text, slug: registered.slug, division: registered.division,
                title: registered.name, timeZone: registered.timeZone)
        case .calendarAdopted(let adopted): row?.calendar = adopted.calendar
        case nil: break
        }
    }
}
