public import EventModel
import Foundation

/// A county or other place with its own log, its own zone and its own working days.
public enum Jurisdiction: Decider {
    public struct Registered: EventPayload {
        public static let type = "jurisdiction.registered"
        public var slug: String
        /// The Open Civic Data division, such as `ocd-division/country:us/state:il/county:cook`.
        public var division: String
        public var name: String
        /// The IANA zone, such as `America/Chicago`.
        public var timeZone: String
        public init(slug: String, division: String, name: String, timeZone: String) {
            self.slug = slug
            self.division = division
            self.name = name
            self.timeZone = timeZone
        }
    }

    public struct CalendarAdopted: EventPayload {
        public static let type = "jurisdiction.calendar_adopted"
        public var calendar: BusinessCalendar.Rules
        public init(calendar: BusinessCalendar.Rules) { self.calendar = calendar }
    }

    public enum Event: EventFamily {
        case registered(Registered)
        case calendarAdopted(CalendarAdopted)
        public static let decoders: EventDecoders<Event> = [
            .init(Event.registered), .init(Event.calendarAdopted),
        ]
        public var payload: any EventPayload {
            switch self {
            case .registered(let payload): payload
            case .calendarAdopted(let payload): payload
            }
        }
    }

    public enum Command: Sendable {
        case register(Registered)
        case adoptCalendar(BusinessCalendar.Rules)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case alreadyRegistered
        case notRegistered
        case unknownTimeZone(String)
        case invalidSlug(String)
        case invalidCalendar
    }

    public struct State: Sendable, Hashable {
        public var registered: Registered?
        public var rules: BusinessCalendar.Rules?
    }

    public static let initialState = State()

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .register(let registered):
            guard state.registered == nil else { throw .alreadyRegistered }
            guard TimeZone(identifier: registered.timeZone) != nil else {
                throw .unknownTimeZone(registered.timeZone)
            }
            guard registered.slug.utf8.allSatisfy(isSlugByte), (2...60).contains(registered.slug.utf8.count) else {
                throw .invalidSlug(registered.slug)
            }
            return [.registered(registered)]
        case .adoptCalendar(let rules):
            guard state.registered != nil else { throw .notRegistered }
            guard rules.isValid else { throw .invalidCalendar }
            return [.calendarAdopted(.init(calendar: rules))]
        }
    }

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .registered(let registered): state.registered = registered
        case .calendarAdopted(let adopted): state.rules = adopted.calendar
        }
    }

    /// The slug of a division: `ocd-division/country:us/state:il/county:cook` is `us-il-cook`.
    ///
    /// A slug has plain letters only: `doña_ana` is `dona-ana`, and the `~` that stands for an apostrophe is left out.
    public static func slug(of name: String) -> String {
        guard name.hasPrefix("ocd-division/") else { return name }
        return name.split(separator: "/").dropFirst()
            .compactMap { $0.split(separator: ":").last }
            .joined(separator: "-").replacingOccurrences(of: "_", with: "-")
            .folding(options: .diacriticInsensitive, locale: nil)
            .filter { isSlugByte($0.asciiValue ?? 0) }
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }
}
