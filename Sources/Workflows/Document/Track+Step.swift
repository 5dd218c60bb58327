extension Track {
    /// A place on a case's way along a track.
    public struct State: Sendable, Hashable {
        /// What became of the case.
        public enum Ending: String, Sendable, Hashable, CaseIterable, Codable {
            /// The person did what the track asks.
            case completed
            /// The office does not charge.
            case declined
            /// It ended in another way, as by going back to court.
            case ended
        }

        public var id: String
        public var title: Words
        /// What became of the case once it is here. From such a state steps lead only to states of the same ending, as
        /// when a record is sealed a year after: the outcome is then the same.
        public var ends: Ending?
    }

    /// What somebody does that moves a case on.
    public struct Step: Sendable, Hashable {
        public var id: String
        public var title: Words
        /// The id of the role that takes it.
        public var by: String
        /// The states in which it can be taken.
        public var from: [String]
        /// The state that it leads to; the same one where it only records something.
        public var to: String
        /// The fields that its form asks for.
        public var asks: [String]
        /// Those of them that must be given.
        public var needs: [String]
        /// The ids of the reasons from which one must be chosen; none where it needs no reason.
        public var reasons: [String]
        /// Whether a second person, a supervisor, must agree before it counts.
        public var needsSupervisor: Bool
        /// The command that the module's handler decides when the step is taken.
        public var handler: String?
        /// What must be met before it can be taken: a tree over facts, settings and fields.
        public var condition: Condition?
        /// The rule in plain words.
        public var text: Words?
        public var citation: String?
        public var confidence: Confidence
        /// The ids of the notices that it gives.
        public var notices: [String]
        /// What the person has reached by it.
        public var milestone: Words?
    }
}
