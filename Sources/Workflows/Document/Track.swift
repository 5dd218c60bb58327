public import EventModel

/// How sure a document's author is of what it says.
public enum Confidence: String, Sendable, CaseIterable { case high, medium, low, unverified }

/// One rule of a track.
public struct Criterion: Sendable, Hashable {
    public var id: String
    public var text: Words
    public var citation: String?
    public var confidence: Confidence
    public var from: Day?
    public var to: Day?
    public var rule: Condition

    public func isInForce(on day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }
}

/// A program or a policy that a case is screened for.
public struct Track: Sendable, Hashable {
    /// What meeting all criteria means.
    public enum Kind: String, Sendable, CaseIterable {
        /// The person may be offered a diversion.
        case diversion
        /// The office declines to charge.
        case declination
    }

    /// When an outcome may be set aside.
    public struct Exception: Sendable, Hashable {
        public var text: Words
        public var citation: String?
        public var needsReason: Bool
        public var needsSupervisor: Bool
    }

    /// What a study found.
    public struct Evidence: Sendable, Hashable {
        public var text: Words
        public var citation: String
    }

    public var id: String
    public var title: Words
    public var kind: Kind
    /// The codes under which other systems know it.
    public var programs: [String]
    public var months: Int?
    public var criteria: [Criterion]
    public var exception: Exception?
    public var relief: [Relief]
    public var evidence: [Evidence]
    /// The places on a case's way after screening, the first of which it begins in; none where nothing follows.
    public var states: [State]
    public var steps: [Step]
    public var deadlines: [Deadline]

    public func state(_ id: String) -> State? { states.first { $0.id == id } }
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }
    public func deadline(_ id: String) -> Deadline? { deadlines.first { $0.id == id } }
}

/// What becomes of the record after a track was completed.
public struct Relief: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Kept, and shown to few.
        case seal
        /// Destroyed or returned.
        case expunge
        /// The person may ask a court.
        case petition
    }

    public var kind: Kind
    public var text: Words
    public var citation: String?
    public var confidence: Confidence
    public var isAutomatic: Bool
    /// The wait after completion.
    public var after: DayShift?
    /// The time that those who carry it out have, after the wait.
    public var within: DayShift?

    /// The first date on which it may come, for a track completed on a day; `nil` where the wait is not known.
    public func earliest(completedOn day: Day) -> Day? { after.map(day.adding) }

    /// The last date by which it must be carried out; `nil` where no time is set.
    public func latest(completedOn day: Day) -> Day? {
        within.flatMap { within in earliest(completedOn: day).map { $0.adding(within) } }
    }
}
