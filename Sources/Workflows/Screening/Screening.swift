public import EventModel

/// The answer to whether a case meets a track's criteria, with what it rests on.
public struct Screening: Sendable, Hashable {
    /// One criterion's answer.
    public struct Answer: Sendable, Hashable {
        public var criterion: String
        public var finding: Finding
        /// The facts that the rule names and that are known, by name.
        public var known: [String: FactValue]
        /// The facts that the rule names and that are not known.
        public var missing: [String]
    }

    public var module: String
    public var version: ModuleVersion
    public var track: String
    public var day: Day
    public var answers: [Answer]

    /// Not met as soon as one criterion is not; not known while one that could decide is open.
    public var finding: Finding {
        let findings = answers.map(\.finding)
        return findings.contains(.notMet) ? .notMet : findings.contains(.notKnown) ? .notKnown : .met
    }
}

extension WorkflowDocument {
    /// Screens a case for a track by the criteria that are in force on the day.
    public func screen(_ known: KnownFacts, for track: Track) -> Screening {
        let answers = track.criteria.filter { $0.isInForce(on: known.day) }.map { criterion in
            let named = criterion.rule.facts
            return Screening.Answer(
                criterion: criterion.id, finding: criterion.rule.evaluate(known),
                known: known.values.filter { named.contains($0.key) },
                missing: named.filter { known.values[$0] == nil }.sorted())
        }
        return Screening(module: id, version: version, track: track.id, day: known.day, answers: answers)
    }
}
