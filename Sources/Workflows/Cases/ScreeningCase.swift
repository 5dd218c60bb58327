public import EventModel

/// A given, a when and a then that a county's analyst writes beside a document, and that it must keep.
public struct ScreeningCase: Sendable, Hashable {
    /// A step that is taken after the screening.
    public struct Taken: Sendable, Hashable {
        public var step: String
        public var on: Day
        public var fields: [String: FactValue]
        public var reason: String?
    }

    /// What must come of it; what is `nil` may be anything.
    public struct Expected: Sendable, Hashable {
        public var finding: Finding?
        /// Criteria whose own answer is expected too.
        public var criteria: [String: Finding] = [:]
        /// The state after the last step.
        public var state: String?
        /// The code of the refusal of the last step; the steps before it must be taken.
        public var refused: String?
        public var milestones: [String]?
        /// Every deadline that runs at the end, with its date.
        public var due: [String: Day]?
    }

    public var name: String
    public var track: String
    /// Facts and settings, and the date of the screening.
    public var given: KnownFacts
    public var steps: [Taken]
    public var expected: Expected

    /// What differs from what is expected; empty when the case is kept.
    public func failures(in document: WorkflowDocument) -> [String] {
        guard let track = document.track(track) else { return ["There is no track \(track)."] }
        return screeningFailures(document.screen(given, for: track)) + wayFailures(document, track)
    }

    private func screeningFailures(_ screening: Screening) -> [String] {
        var failures: [String] = []
        if let finding = expected.finding, screening.finding != finding {
            failures.append("\(track) is \(screening.finding.rawValue), not \(finding.rawValue)")
        }
        let found = Dictionary(screening.answers.map { ($0.criterion, $0.finding) }) { $1 }
        for (criterion, expected) in expected.criteria.sorted(by: { $0.key < $1.key })
        where found[criterion] != expected {
            let answer = found[criterion]?.rawValue ?? "not in force"
            failures.append("\(criterion) is \(answer), not \(expected.rawValue)")
        }
        return failures
    }
}
