public import EventModel
public import Foundation

/// One screening with everything that the reader may see of it, in the reader's language.
public struct ScreeningDetail: Sendable {
    /// One rule's answer, with what it rests on.
    public struct Answer: Sendable, Hashable {
        public var criterion: String
        public var text: String
        public var finding: String
        public var source: Source
        public var known: [KnownValue]
        /// The questions that nobody has answered yet.
        public var missing: [Question]
    }

    /// What two people decided instead of what the rules say, or what one asks.
    public struct Override: Sendable, Hashable {
        public var to: String
        public var reason: String?
        public var askedBy: String?
        /// `nil` while it waits.
        public var approvedBy: String?
    }

    /// A step that is open.
    public struct Step: Sendable, Hashable {
        public var id: String
        public var title: String
        /// The county's name of whoever takes it.
        public var by: String
        public var text: String?
        public var source: Source
        public var questions: [Question]
        public var reasons: [Question.Choice]
        public var needsApproval: Bool
        public var mayTake: Bool
    }

    /// A step that was taken, or that waits for a second person.
    public struct TakenStep: Sendable, Hashable {
        public var id: String
        public var title: String
        public var fields: [KnownValue]
        public var reason: String?
        public var askedBy: String?
        public var approvedBy: String?
    }

    public struct Deadline: Sendable, Hashable {
        public var id: String
        public var text: String
        public var due: Day
        /// `running`, `met`, `missed` or `cancelled`.
        public var status: String
        public var source: Source?
    }

    public struct Notice: Sendable, Hashable {
        public var id: String
        public var text: String
        public var to: String
        public var isSeen: Bool
        public var mayMark: Bool
    }

    /// One event, newest last.
    public struct Entry: Sendable, Hashable {
        public var type: String
        public var position: Int64
        public var at: Date
        public var recordedAt: Date
        public var actor: String?
        public var organization: String?
        /// The step, the deadline, the notice or the module's event that it is about.
        public var about: String?
        /// Somebody's own words.
        public var quote: String?
    }

    public var id: UUID
    public var jurisdiction: JurisdictionInfo
    public var version: Int64
    public var position: Int64

    public var participant: UUID
    public var name: PersonName
    public var caseID: UUID
    public var office: String?
    public var screenedBy: String?
    public var on: Day

    public var module: String
    public var moduleTitle: String
    public var moduleVersion: String
    public var packageHash: String
    /// Versions in force that it could be moved to, for those who may.
    public var movesTo: [String]
    public var track: String
    public var trackTitle: String
    public var kind: String
    public var months: Int?

    public var finding: String
    public var outcome: String
    public var answers: [Answer]
    /// Everything that is known, whether a rule needed it or not.
    public var facts: [KnownValue]
    /// The questions that are open.
    public var missing: [Question]
    public var exception: String?
    public var override: Override?

    public var state: String?
    public var stateTitle: String?
    public var ending: String?
    public var isUnderWay: Bool
    public var steps: [Step]
    public var taken: [TakenStep]
    /// What a second person is asked to agree to.
    public var asked: TakenStep?
    public var milestones: [String]
    public var deadlines: [Deadline]
    public var notices: [Notice]
    public var relief: [ReliefInfo]
    public var evidence: [EvidenceInfo]
    public var timeline: [Entry]

    public var mayAdd: Bool
    public var mayOverride: Bool
    /// The reader can be the second person.
    public var mayApprove: Bool
    public var mayRefuse: Bool
}
