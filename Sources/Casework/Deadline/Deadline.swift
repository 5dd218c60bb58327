public import EventModel

/// The deadlines of one screening, and the notices that its office was given.
///
/// They stand in a stream beside the screening's, as a referral's clocks do: a deadline that passes must not make
/// somebody's open page stale.
public enum Deadline: Decider {
    /// What a step, or the beginning of the way, does by the county's document.
    public struct Changes: Sendable, Hashable {
        public var met: [String]
        public var cancelled: [String]
        public var set: [Set]
        public var notices: [NoticeGiven]

        public init(
            met: [String] = [], cancelled: [String] = [], set: [Set] = [], notices: [NoticeGiven] = []
        ) {
            self.met = met
            self.cancelled = cancelled
            self.set = set
            self.notices = notices
        }
    }

    public enum Command: Sendable {
        case follow(Changes)
        /// The way is open no longer.
        case stop
        /// Another version of the county's document counts: what it does not know is cancelled.
        case keep(only: Swift.Set<String>)
        /// The county's module works a date out itself.
        case set(Set)
        case give(NoticeGiven)
        /// A deadline's day has passed.
        case miss(String, today: Day, notice: NoticeGiven?)
        case see(String)
    }

    public enum Refusal: Error, Hashable, Sendable {
        case noSuchNotice
    }

    public struct State: Sendable, Hashable, Codable {
        public struct Entry: Sendable, Hashable, Codable {
            public enum Status: String, Codable, Sendable { case running, met, missed, cancelled }
            public var deadline: String
            public var due: Day
            public var status: Status
            /// A missed deadline stays open until it is met late or cancelled.
            public var isOpen: Bool { status == .running || status == .missed }
        }

        public struct Notice: Sendable, Hashable, Codable {
            public var notice: String
            public var to: Screening.Side
            public var isSeen: Bool
        }

        /// The latest of each deadline, in the order in which they were first set.
        public var entries: [Entry] = []
        public var notices: [Notice] = []

        public init() {}

        public subscript(deadline: String) -> Entry? { entries.first { $0.deadline == deadline } }
        public var open: [Entry] { entries.filter(\.isOpen) }
        /// The open one that comes first.
        public var next: Entry? { open.min { ($0.due, $0.deadline) < ($1.due, $1.deadline) } }
        /// The first day after which the process must act.
        public var nextToMiss: Day? { entries.filter { $0.status == .running }.map(\.due).min() }
    }

    public static let initialState = State()

    public static func decide(_ command: Command, given state: State) throws(Refusal) -> [Event] {
        switch command {
        case .follow(let changes):
            func open(_ names: [String]) -> [String] { names.filter { state[$0]?.isOpen == true } }
            return open(changes.met).map { .met(.init(deadline: $0)) }
                + open(changes.cancelled.filter { !changes.met.contains($0) }).map { .cancelled(.init(deadline: $0)) }
                + changes.set.map(Event.set) + changes.notices.map(Event.noticeGiven)
        case .stop: return state.open.map { .cancelled(.init(deadline: $0.deadline)) }
        case .keep(let known):
            return state.open.filter { !known.contains($0.deadline) }.map { .cancelled(.init(deadline: $0.deadline)) }
        case .set(let set):
            return state[set.deadline].map { $0.isOpen && $0.due == set.due } == true ? [] : [.set(set)]
        case .give(let given): return [.noticeGiven(given)]
        case .miss(let name, let today, let notice):
            guard let entry = state[name], entry.status == .running, entry.due < today else { return [] }
            return [.missed(.init(deadline: name))] + (notice.map { [.noticeGiven($0)] } ?? [])
        case .see(let notice):
            guard state.notices.contains(where: { $0.notice == notice }) else { throw .noSuchNotice }
            let isNew = state.notices.contains { $0.notice == notice && !$0.isSeen }
            return isNew ? [.noticeSeen(.init(notice: notice))] : []
        }
    }

    public static func evolve(_ state: inout State, with event: Event) {
        func change(_ name: String, to status: State.Entry.Status) {
            for index in state.entries.indices where state.entries[index].deadline == name {
                state.entries[index].status = status
            }
        }
        switch event {
        case .set(let set):
            let entry = State.Entry(deadline: set.deadline, due: set.due, status: .running)
            if let index = state.entries.firstIndex(where: { $0.deadline == set.deadline }) {
                state.entries[index] = entry
            } else {
                state.entries.append(entry)
            }
        case .met(let met): change(met.deadline, to: .met)
        case .missed(let missed): change(missed.deadline, to: .missed)
        case .cancelled(let cancelled): change(cancelled.deadline, to: .cancelled)
        case .noticeGiven(let given):
            state.notices.append(State.Notice(notice: given.notice, to: given.to, isSeen: false))
        case .noticeSeen(let seen):
            for index in state.notices.indices where state.notices[index].notice == seen.notice {
                state.notices[index].isSeen = true
            }
        }
    }
}
