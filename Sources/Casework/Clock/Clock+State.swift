public import Foundation

extension Clock {
    /// One deadline as it stands.
    public struct Deadline: Sendable, Hashable, Codable {
        public enum Status: String, Codable, Sendable { case running, paused, met, cancelled }

        public var clock: Kind
        public var status = Status.running
        public var setAt: Date
        public var due: Date
        public var remindAt: Date?
        public var escalateAt: Date?
        public var lapseAt: Date?
        public var minutesLeft: Int?
        /// When it was missed; a missed clock runs on until it is met or cancelled.
        public var missedAt: Date?
        public var endedAt: Date?

        public var isOpen: Bool { status == .running || status == .paused }

        /// The next moment at which the clock itself must act.
        public var nextAt: Date? {
            guard status == .running else { return nil }
            return [remindAt, missedAt == nil ? due : nil, escalateAt, lapseAt].compactMap { $0 }.min()
        }
    }

    /// Every deadline that a referral ever had, the latest of each kind.
    public struct State: Sendable, Hashable, Codable {
        public var deadlines: [Deadline] = []

        public init() {}

        public subscript(kind: Kind) -> Deadline? { deadlines.last { $0.clock == kind } }

        /// The open deadline that comes first.
        public var next: Deadline? {
            deadlines.filter(\.isOpen).min { ($0.due, $0.clock.rawValue) < ($1.due, $1.clock.rawValue) }
        }

        public var nextAt: Date? { deadlines.compactMap(\.nextAt).min() }
    }

    /// Folds one clock event, which happened at `moment`, into the state.
    public static func evolve(_ state: inout State, with event: Event, at moment: Date) {
        func change(_ kind: Kind, _ edit: (inout Deadline) -> Void) {
            guard let index = state.deadlines.lastIndex(where: { $0.clock == kind }) else { return }
            edit(&state.deadlines[index])
        }
        switch event {
        case .set(let set):
            let replaced = state.deadlines.lastIndex { $0.clock == set.clock }
            // A deadline that was missed and is set again with the same due date is not missed a second time.
            let earlier = replaced.map { state.deadlines[$0] }
            let deadline = Deadline(
                clock: set.clock, setAt: moment, due: set.due, remindAt: set.remindAt, escalateAt: set.escalateAt,
                lapseAt: set.lapseAt, missedAt: earlier?.due == set.due ? earlier?.missedAt : nil)
            if let replaced { state.deadlines[replaced] = deadline } else { state.deadlines.append(deadline) }
        case .reminded(let reminded): change(reminded.clock) { $0.remindAt = nil }
        case .escalated(let escalated): change(escalated.clock) { $0.escalateAt = nil }
        case .met(let met):
            change(met.clock) {
                $0.status = .met
                $0.endedAt = moment
            }
        case .missed(let missed): change(missed.clock) { $0.missedAt = moment }
        case .paused(let paused):
            change(paused.clock) {
                $0.status = .paused
                $0.minutesLeft = paused.minutesLeft
            }
        case .resumed(let resumed):
            change(resumed.clock) {
                $0.status = .running
                $0.due = resumed.due
                $0.minutesLeft = nil
            }
        case .cancelled(let cancelled):
            change(cancelled.clock) {
                $0.status = .cancelled
                $0.endedAt = moment
            }
        }
    }
}
