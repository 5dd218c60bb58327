public import Casework
public import EventModel
import Foundation

/// A referral as it stood at one moment: its state, its deadlines and its disposition.
public struct ReferralSnapshot: Sendable, Hashable {
    public var state = Referral.initialState
    public var clocks = Clock.State()
    public var disposition: Case.DispositionRecorded?
    /// The last event that was folded in.
    public var position: Int64 = -1

    public init() {}

    /// Folds the events of a view in their order; events of other families are passed over.
    public init(_ view: HistoryView, opener: (RecordedEvent) -> PersonalOpener? = { _ in nil }) throws {
        for event in view.events { try fold(event, opener: opener(event)) }
    }

    public mutating func fold(_ event: RecordedEvent, opener: PersonalOpener? = nil) throws {
        if let happened = try Referral.Event(event, opener: opener) {
            Referral.evolve(&state, with: happened)
        } else if let ticked = try Clock.Event(event) {
            Clock.evolve(&clocks, with: ticked, at: event.occurredAt)
        } else if case .dispositionRecorded(let recorded)? = try Case.Event(event) {
            disposition = recorded
        }
        position = max(position, event.position)
    }

    /// One field as code and text, for comparing and for showing.
    public struct Field: Sendable, Hashable, Codable {
        /// A stable name, such as `status` or `clock.decide`.
        public var name: String
        /// A code, a number, a date or an id; absent when there is nothing.
        public var value: String?
    }

    /// Every field in a fixed order. Personal text is given only where the snapshot was folded with an opener.
    public var fields: [Field] {
        var fields = [
            Field(name: "status", value: state.status == .none ? nil : state.status.rawValue),
            Field(name: "program", value: state.program?.text),
            Field(name: "partner", value: state.partner?.text),
            Field(name: "priority", value: state.status == .none ? nil : state.priority.rawValue),
            Field(name: "need", value: state.need?.text),
            Field(
                name: "shared", value: state.share.isEmpty ? nil : state.share.map(\.rawValue).joined(separator: " ")),
            Field(name: "question", value: state.openQuestion?.text),
            Field(name: "waitlistPosition", value: state.waitlistPosition.map(String.init)),
            Field(name: "reviewBy", value: state.reviewBy?.description),
            Field(name: "intakeOn", value: state.intakeOn?.description),
            Field(name: "beganOn", value: state.beganOn?.description),
            Field(name: "sessions", value: state.wasAccepted ? String(state.sessions) : nil),
            Field(name: "sessionsAttended", value: state.wasAccepted ? String(state.sessionsAttended) : nil),
            Field(name: "holdCode", value: state.holdCode?.rawValue),
            Field(name: "declineCode", value: state.declineCode?.rawValue),
            Field(name: "outcome", value: state.outcome?.rawValue),
            Field(name: "unsuccessfulCode", value: state.unsuccessfulCode?.rawValue),
            Field(name: "withdrawalCode", value: state.withdrawalCode?.rawValue),
            Field(name: "sourceProgram", value: state.sourceProgram),
            Field(name: "sourceResult", value: state.sourceResult?.rawValue),
            Field(name: "disposition", value: disposition?.kind.rawValue),
            Field(name: "dispositionOn", value: disposition?.on.description),
        ]
        for kind in Clock.Kind.allCases {
            guard let deadline = clocks[kind] else { continue }
            fields.append(Field(name: "clock.\(kind.rawValue)", value: deadline.status.rawValue))
            let due = deadline.due.formatted(.iso8601)
            fields.append(Field(name: "due.\(kind.rawValue)", value: deadline.isOpen ? due : nil))
        }
        return fields
    }
}
