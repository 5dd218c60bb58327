// A case's way along a track: pure, so that it is the same today, in a replay and in a county's own cases.

extension WorkflowDocument {
    /// Where a case begins; `nil` when nothing follows the screening.
    public func begin(_ track: Track) -> TrackProgress? { track.states.first.map { TrackProgress(state: $0.id) } }

    /// The steps that can be taken, or could be once more is known, in the document's order.
    public func steps(open progress: TrackProgress, track: Track, facts: KnownFacts) -> [Track.Step] {
        track.steps.filter { step in
            guard step.from.contains(progress.state) else { return false }
            // What its own form asks may be answered otherwise this time.
            let recorded = progress.fields.filter { !step.asks.contains($0.key) }
            return step.condition?.evaluate(facts.adding(recorded)) != .notMet
        }
    }

    /// Takes a step: checks state, form, reason and condition, and answers where the case is then.
    ///
    /// Who takes it, a second person's approval and what a handler decides are the caller's.
    ///
    /// - parameter fields: the answers to the step's form; leave out what is not known.
    public func take(
        _ step: Track.Step, in progress: TrackProgress, track: Track, facts: KnownFacts,
        fields: [String: FactValue] = [:],
        reason: String? = nil
    ) throws(StepRefusal) -> TrackProgress {
        guard track.steps.contains(step), step.from.contains(progress.state) else { throw .notNow }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard step.asks.contains(name), let field = self.fields[name] else { throw .unknownField(name) }
            guard field.fits(value) else { throw .wrongKind(name) }
        }
        if let missing = step.needs.first(where: { fields[$0] == nil }) { throw .missingField(missing) }
        if let reason {
            guard step.reasons.contains(reason) else { throw .unknownReason(reason) }
        } else if !step.reasons.isEmpty {
            throw .reasonRequired
        }
        var next = progress
        next.fields.merge(fields) { $1 }
        if let condition = step.condition {
            let known = facts.adding(next.fields)
            let rule = step.text ?? step.title
            switch condition.evaluate(known) {
            case .met: break
            case .notMet: throw .guardNotMet(rule)
            case .notKnown:
                throw .guardNotKnown(rule, missing: condition.facts.filter { known.values[$0] == nil }.sorted())
            }
        }
        next.state = step.to
        if step.milestone != nil, !next.milestones.contains(step.id) { next.milestones.append(step.id) }
        return next
    }
}
