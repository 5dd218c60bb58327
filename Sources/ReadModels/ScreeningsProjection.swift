public import Casework
public import EventModel
public import Foundation

/// Each screening as it stands, one row. Facts and reasons are not here; they stay in the log, and what says
/// something about a person stays sealed.
public enum ScreeningsProjection: Projection {
    /// What a second person is asked for.
    public enum Waiting: String, Codable, Sendable, CaseIterable { case override, step }

    public struct Row: Codable, Sendable, Hashable {
        public var key: String
        public var caseId: UUID
        public var participant: UUID
        public var office: UUID
        public var screener: UUID
        public var module: String
        public var moduleVersion: String
        public var packageHash: String
        public var track: String
        public var screenedOn: Day
        public var finding: Screening.Finding
        public var overriddenTo: Screening.Finding?
        /// What counts: the override where there is one.
        public var outcome: Screening.Finding
        public var waiting: Waiting?
        public var waitingStep: String?
        public var askedBy: UUID?
        public var state: String?
        public var ending: Screening.Ending?
        public var steps: Int
        /// The facts that nobody knows yet and that a rule asks for.
        public var missing: [String]
        public var deadlines: Deadline.State
        public var nextDeadline: String?
        public var nextDue: Day?
        /// The first day after which the process must act.
        public var nextMiss: Day?
        public var late: Bool
        /// Whose notices nobody has seen yet.
        public var unseen: [String]
        public var race: String?
        public var gender: String?
        public var madeAt: Date
        public var lastAt: Date
        public var lastType: String
        public var version: Int64
        public var position: Int64
    }

    public static let name = "screenings"
    public static let version = 1
    public static let types = Set(Screening.Event.decoders.map(\.type)).union(Deadline.Event.decoders.map(\.type))

    public static func key(for event: RecordedEvent) throws -> String? { event.stream.id.text }

    public static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        if let happened = try Screening.Event(event) {
            if case .made(let made) = happened { row = Row(made, event) }
            row?.note(happened)
            row?.lastAt = event.occurredAt
            row?.lastType = event.type
            row?.version = event.streamVersion
        } else if let passed = try Deadline.Event(event) {
            row?.note(passed)
        }
        row?.position = event.position
    }
}

extension ScreeningsProjection.Row {
    fileprivate init(_ made: Screening.Made, _ event: RecordedEvent) {
        self.init(
            key: event.stream.id.text, caseId: made.caseID, participant: made.participant, office: made.office,
            screener: made.by, module: made.module, moduleVersion: made.version, packageHash: made.packageHash,
            track: made.track, screenedOn: made.on, finding: made.finding, outcome: made.finding, state: made.state,
            steps: 0, missing: [], deadlines: Deadline.State(), late: false, unseen: [], race: made.race,
            gender: made.gender, madeAt: event.occurredAt, lastAt: event.occurredAt, lastType: event.type,
            version: event.streamVersion, position: event.position)
    }

    fileprivate mutating func note(_ happened: Screening.Event) {
        switch happened {
        case .made(let made): answer(made.finding, made.answers)
        case .factsAdded(let added): answer(added.finding, added.answers)
        case .overrideAsked(let asked): wait(.override, by: asked.by)
        case .overridden(let overridden):
            overriddenTo = overridden.to
            wait(nil)
        case .overrideRefused, .stepRefused: wait(nil)
        case .stepAsked(let asked): wait(.step, asked.step, by: asked.by)
        case .stepTaken(let taken):
            wait(nil)
            state = taken.to
            ending = taken.ends
            steps += 1
        case .moduleRecorded: break
        case .moved(let moved):
            moduleVersion = moved.toVersion
            packageHash = moved.packageHash
            state = moved.state
            answer(moved.finding, moved.answers)
        }
        outcome = overriddenTo ?? finding
    }

    private mutating func wait(_ kind: ScreeningsProjection.Waiting?, _ step: String? = nil, by person: UUID? = nil) {
        (waiting, waitingStep, askedBy) = (kind, step, person)
    }

    /// As `Screening` folds it: another answer is a new question, and an override of the old one says nothing about it.
    private mutating func answer(_ finding: Screening.Finding, _ answers: [Screening.Answer]) {
        if finding != self.finding {
            overriddenTo = nil
            if waiting == .override { wait(nil) }
        }
        self.finding = finding
        let open = answers.filter { $0.finding == .notKnown }
        missing = Set(open.flatMap(\.missing)).sorted()
    }

    fileprivate mutating func note(_ passed: Deadline.Event) {
        Deadline.evolve(&deadlines, with: passed)
        nextDeadline = deadlines.next?.deadline
        nextDue = deadlines.next?.due
        nextMiss = deadlines.nextToMiss
        late = deadlines.entries.contains { $0.status == .missed }
        unseen = Set(deadlines.notices.filter { !$0.isSeen }.map(\.to.rawValue)).sorted()
    }
}
