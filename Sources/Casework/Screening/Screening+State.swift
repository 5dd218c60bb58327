public import EventModel
public import Foundation

extension Screening {
    /// A screening as its history leads to it.
    public struct State: Sendable, Hashable {
        public var made: Made?
        /// The version that its rules come from now; another than the first once it was moved.
        public var version = ""
        public var packageHash = ""
        /// What the rules say.
        public var finding = Finding.notKnown
        public var answers: [Answer] = []
        public var facts = Values()
        /// What two people decided instead.
        public var overriddenTo: Finding?
        public var overrideAsked: OverrideAsked?
        /// Where the county's way stands, where the track has one.
        public var position: String?
        public var fields = Values()
        public var steps: [StepTaken] = []
        public var stepAsked: StepAsked?
        public var milestones: [String] = []
        public var recorded: [ModuleRecorded] = []
        public var ending: Ending?

        /// What counts: the override where there is one.
        public var outcome: Finding { overriddenTo ?? finding }
        /// The county's steps are open: the rules are met, or its way has begun already.
        public var isUnderWay: Bool { made != nil && (outcome == .met || !steps.isEmpty) }
    }

    public static let initialState = State()

    public static func evolve(_ state: inout State, with event: Event) {
        switch event {
        case .made(let made):
            state.made = made
            state.version = made.version
            state.packageHash = made.packageHash
            state.facts = made.facts
            state.position = made.state
            state.answer(made.finding, made.answers)
        case .factsAdded(let added):
            state.facts.merge(added.facts)
            state.answer(added.finding, added.answers)
        case .overrideAsked(let asked): state.overrideAsked = asked
        case .overridden(let overridden):
            state.overriddenTo = overridden.to
            state.overrideAsked = nil
        case .overrideRefused: state.overrideAsked = nil
        case .stepAsked(let asked): state.stepAsked = asked
        case .stepTaken(let taken):
            state.stepAsked = nil
            state.steps.append(taken)
            state.position = taken.to
            state.fields.merge(taken.fields)
            if taken.isMilestone { state.milestones.append(taken.step) }
            state.ending = taken.ends ?? state.ending
        case .stepRefused: state.stepAsked = nil
        case .moduleRecorded(let recorded): state.recorded.append(recorded)
        case .moved(let moved):
            state.version = moved.toVersion
            state.packageHash = moved.packageHash
            state.position = moved.state
            state.answer(moved.finding, moved.answers)
        }
    }
}

extension Screening.State {
    /// Takes in what the rules say. Another answer than the one that was set aside is a new question: an override of
    /// the old one says nothing about it.
    fileprivate mutating func answer(_ finding: Screening.Finding, _ answers: [Screening.Answer]) {
        if finding != self.finding {
            overriddenTo = nil
            overrideAsked = nil
        }
        self.finding = finding
        self.answers = answers
    }
}
