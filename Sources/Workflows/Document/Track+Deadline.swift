extension Track {
    /// Something that is due some time after a step was taken or a state was entered.
    public struct Deadline: Sendable, Hashable {
        public var id: String
        public var text: Words
        /// The ids of the steps and states that begin it; begun anew by each. None where the module's handler sets it.
        public var from: [String]
        /// How long it takes; `nil` where the handler sets the date.
        public var after: Wait?
        /// The ids of the steps that meet it.
        public var metBy: [String]
        /// The id of the notice that is given when it is missed.
        public var missed: String?
        public var citation: String?
        public var confidence: Confidence
    }
}
