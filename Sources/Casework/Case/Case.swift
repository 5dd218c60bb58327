public import EventModel
public import Foundation

/// A prosecutor's case: opened, joined by participants, and disposed of. A disposition is never overwritten.
public enum Case: Decider {
    public enum DispositionKind: String, Codable, Sendable, CaseIterable {
        case dismissedWithPrejudice = "dismissed-with-prejudice"
        case dismissed
        case nolleProsequi = "nolle-prosequi"
        case prosecutionResumed = "prosecution-resumed"
        case convicted
        case other
    }

    public struct Opened: EventPayload {
        public static let type = "case.opened"
        /// The case number leads to a person in any court index, so it is sealed under the case's own key.
        public var number: Personal
        public var office: UUID
        public init(number: Personal, office: UUID) {
            self.number = number
            self.office = office
        }
    }

    public struct ParticipantJoined: EventPayload {
        public static let type = "case.participant_joined"
        public var participant: UUID
        public var offenseCategory: String?
        public var offenseTitle: String?
        public var statute: String?
        public var receivedOn: Day?
        public init(
            participant: UUID, offenseCategory: String? = nil, offenseTitle: String? = nil, statute: String? = nil,
            receivedOn: Day? = nil
        ) {
            self.participant = participant
            self.offenseCategory = offenseCategory
            self.offenseTitle = offenseTitle
            self.statute = statute
            self.receivedOn = receivedOn
        }
    }

    public struct DispositionRecorded: EventPayload {
        public static let type = "case.disposition_recorded"
        public var participant: UUID
        public var kind: DispositionKind
        public var on: Day
        /// The referral whose loop this closes.
        public var referral: UUID?
        public var note: Personal?
        /// True when it takes the place of an earlier disposition, which stays in the history.
        public var replacesEarlier: Bool
        public init(
            participant: UUID, kind: DispositionKind, on: Day, referral: UUID? = nil, note: Personal? = nil,
            replacesEarlier: Bool = false
        ) {
            self.participant = participant
            self.kind = kind
            self.on = on
            self.referral = referral
            self.note = note
            self.replacesEarlier = replacesEarlier
        }
    }

    /// The office declines to prosecute a participant.
    public struct Declined: EventPayload {
        public static let type = "case.declined"
        public var participant: UUID
        public var on: Day
        /// The screening and the policy that led to it, where one did.
        public var screening: UUID?
        public var module: String?
        public var version: String?
        public var track: String?
        public var reason: Personal?
        public init(
            participant: UUID, on: Day, screening: UUID? = nil, module: String? = nil, version: String? = nil,
            track: String? = nil, reason: Personal? = nil
        ) {
            self.participant = participant
            self.on = on
            self.screening = screening
            self.module = module
            self.version = version
            self.track = track
            self.reason = reason
        }
    }

    public enum Event: EventFamily {
        case opened(Opened)
        case participantJoined(ParticipantJoined)
        case dispositionRecorded(DispositionRecorded)
        case declined(Declined)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.opened), .init(Event.participantJoined), .init(Event.dispositionRecorded),
            .init(Event.declined),
        ]

        public var payload: any EventPayload {
            switch self {
            case .opened(let payload): payload
            case .participantJoined(let payload): payload
            case .dispositionRecorded(let payload): payload
            case .declined(let payload): payload
            }
        }
    }

    public enum Command: Sendable {
        case open(Opened)
        case join(ParticipantJoined)
        case recordDisposition(DispositionRecorded, today: Day)
        case decline(Declined, today: Day)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case alreadyOpened
        case notOpened
        case participantNotInCase
        case alreadyDeclined
        case required(field: String)
        case dateInFuture(field: String)
    }

    public struct State: Sendable, Hashable {
        public var office: UUID?
        public var participants: Set<UUID> = []
        /// Every disposition of each participant, oldest first.
        public var dispositions: [UUID: [DispositionRecorded]] = [:]
        public var declined: [UUID: Declined] = [:]
    }

    public static let initialState = State()

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .open(let opened):
            guard state.office == nil else { throw .alreadyOpened }
            guard !opened.number.isBlank else { throw .required(field: "number") }
            return [.opened(opened)]
        case .join(let joined):
            guard state.office != nil else { throw .notOpened }
            return state.participants.contains(joined.participant) ? [] : [.participantJoined(joined)]
        case .recordDisposition(var recorded, let today):
            guard state.participants.contains(recorded.participant) else { throw .participantNotInCase }
            guard recorded.on <= today else { throw .dateInFuture(field: "on") }
            if recorded.kind == .other, recorded.note?.isBlank ?? true { throw .required(field: "note") }
            recorded.replacesEarlier = !(state.dispositions[recorded.participant] ?? []).isEmpty
            return [.dispositionRecorded(recorded)]
        case .decline(let declined, let today):
            guard state.participants.contains(declined.participant) else { throw .participantNotInCase }
            guard state.declined[declined.participant] == nil else { throw .alreadyDeclined }
            guard declined.on <= today else { throw .dateInFuture(field: "on") }
            // A policy is a reason; without one somebody writes it.
            if declined.screening == nil, declined.reason?.isBlank ?? true { throw .required(field: "reason") }
            return [.declined(declined)]
        }
    }

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .opened(let opened): state.office = opened.office
        case .participantJoined(let joined): state.participants.insert(joined.participant)
        case .dispositionRecorded(let recorded): state.dispositions[recorded.participant, default: []].append(recorded)
        case .declined(let declined): state.declined[declined.participant] = declined
        }
    }
}
