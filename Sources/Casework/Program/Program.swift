public import EventModel
public import Foundation

/// A partner's program in one jurisdiction, and the places it has.
public enum Program: Decider {
    public struct Registered: EventPayload {
        public static let type = "program.registered"
        public var organization: UUID
        public var name: String
        public var summary: String
        public var maximum: Int
        /// What a place is, such as `place`, `bed` or `hour`.
        public var unit: String
        public init(organization: UUID, name: String, summary: String, maximum: Int, unit: String = "place") {
            self.organization = organization
            self.name = name
            self.summary = summary
            self.maximum = maximum
            self.unit = unit
        }
    }

    public struct CapacityUpdated: EventPayload {
        public static let type = "program.capacity_updated"
        public var maximum: Int
        /// Open places as the partner counts them now, other partners' and offices' people included.
        public var available: Int
        public init(maximum: Int, available: Int) {
            self.maximum = maximum
            self.available = available
        }
    }

    public struct IntakePaused: EventPayload {
        public static let type = "program.intake_paused"
        public var reason: String
        public var until: Day?
        public init(reason: String, until: Day? = nil) {
            self.reason = reason
            self.until = until
        }
    }

    public struct IntakeResumed: EventPayload {
        public static let type = "program.intake_resumed"
        public init() {}
    }

    public struct PlaceTaken: EventPayload {
        public static let type = "program.place_taken"
        public var referral: UUID
        public init(referral: UUID) { self.referral = referral }
    }

    public struct PlaceReleased: EventPayload {
        public static let type = "program.place_released"
        public var referral: UUID
        public init(referral: UUID) { self.referral = referral }
    }

    public enum Event: EventFamily {
        case registered(Registered)
        case capacityUpdated(CapacityUpdated)
        case intakePaused(IntakePaused)
        case intakeResumed(IntakeResumed)
        case placeTaken(PlaceTaken)
        case placeReleased(PlaceReleased)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.registered), .init(Event.capacityUpdated), .init(Event.intakePaused),
            .init(Event.intakeResumed), .init(Event.placeTaken), .init(Event.placeReleased),
        ]

        public var payload: any EventPayload {
            switch self {
            case .registered(let payload): payload
            case .capacityUpdated(let payload): payload
            case .intakePaused(let payload): payload
            case .intakeResumed(let payload): payload
            case .placeTaken(let payload): payload
            case .placeReleased(let payload): payload
            }
        }
    }

    public enum Command: Sendable {
        case register(Registered)
        case updateCapacity(maximum: Int, available: Int)
        case pauseIntake(reason: String, until: Day?)
        case resumeIntake
        /// An override takes a person although no place is open.
        case takePlace(referral: UUID, override: Bool)
        case releasePlace(referral: UUID)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case alreadyRegistered
        case notRegistered
        case required(field: String)
        case outOfRange(field: String)
        case noPlaceOpen
        case alreadyPaused
    }

    public struct State: Sendable, Hashable {
        public var organization: UUID?
        public var name = ""
        public var maximum = 0
        public var available = 0
        /// People taken although no place was open; the next places to come free are theirs.
        public var beyondMaximum = 0
        public var accepting = false
        public var holders: Set<UUID> = []
    }

    public static let initialState = State()

    private static let maximumRange = 0...100_000

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        if case .register(let registered) = command {
            guard state.organization == nil else { throw .alreadyRegistered }
            guard !registered.name.allSatisfy(\.isWhitespace) else { throw .required(field: "name") }
            guard maximumRange.contains(registered.maximum) else { throw .outOfRange(field: "maximum") }
            return [.registered(registered)]
        }
        guard state.organization != nil else { throw .notRegistered }
        switch command {
        case .register: return []
        case .updateCapacity(let maximum, let available):
            guard maximumRange.contains(maximum) else { throw .outOfRange(field: "maximum") }
            guard (0...maximum).contains(available) else { throw .outOfRange(field: "available") }
            return [.capacityUpdated(.init(maximum: maximum, available: available))]
        case .pauseIntake(let reason, let until):
            guard state.accepting else { throw .alreadyPaused }
            guard !reason.allSatisfy(\.isWhitespace) else { throw .required(field: "reason") }
            return [.intakePaused(.init(reason: reason, until: until))]
        case .resumeIntake: return state.accepting ? [] : [.intakeResumed(.init())]
        case .takePlace(let referral, let override):
            guard !state.holders.contains(referral) else { return [] }
            guard state.available > 0 || override else { throw .noPlaceOpen }
            return [.placeTaken(.init(referral: referral))]
        case .releasePlace(let referral):
            return state.holders.contains(referral) ? [.placeReleased(.init(referral: referral))] : []
        }
    }

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .registered(let registered):
            state.organization = registered.organization
            state.name = registered.name
            state.maximum = registered.maximum
            state.available = registered.maximum
            state.accepting = true
        case .capacityUpdated(let updated):
            state.maximum = updated.maximum
            state.available = updated.available
            state.beyondMaximum = 0
        case .intakePaused: state.accepting = false
        case .intakeResumed: state.accepting = true
        case .placeTaken(let taken):
            state.holders.insert(taken.referral)
            if state.available > 0 { state.available -= 1 } else { state.beyondMaximum += 1 }
        case .placeReleased(let released):
            state.holders.remove(released.referral)
            if state.beyondMaximum > 0 {
                state.beyondMaximum -= 1
            } else {
                state.available = min(state.maximum, state.available + 1)
            }
        }
    }
}
