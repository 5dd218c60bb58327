public import EventModel

/// An office, a community partner or an agency. Organizations belong to the network, not to one county.
public enum Organization: Decider {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case prosecutor, partner, corrections, oversight, operations
    }

    public struct Registered: EventPayload {
        public static let type = "organization.registered"
        public var name: String
        public var kind: Kind
        public var jurisdictions: [String]
        public init(name: String, kind: Kind, jurisdictions: [String]) {
            self.name = name
            self.kind = kind
            self.jurisdictions = jurisdictions
        }
    }

    public enum Event: EventFamily {
        case registered(Registered)
        public static let decoders: EventDecoders<Event> = [.init(Event.registered)]
        public var payload: any EventPayload {
            switch self {
            case .registered(let payload): payload
            }
        }
    }

    public enum Command: Sendable { case register(Registered) }

    public enum Refusal: Error, Hashable, Sendable {
        case alreadyRegistered
        case required(field: String)
    }

    public struct State: Sendable, Hashable { public var name: String? }

    public static let initialState = State()

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .register(let registered):
            guard state.name == nil else { throw .alreadyRegistered }
            guard !registered.name.allSatisfy(\.isWhitespace) else { throw .required(field: "name") }
            guard !registered.jurisdictions.isEmpty else { throw .required(field: "jurisdictions") }
            return [.registered(registered)]
        }
    }

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .registered(let registered): state.name = registered.name
        }
    }
}
