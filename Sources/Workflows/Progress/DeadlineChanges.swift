public import EventModel

/// What a step does to a track's deadlines, in this order: met, cancelled, set.
public struct DeadlineChanges: Sendable, Hashable {
    public struct Due: Sendable, Hashable {
        /// The deadline's id.
        public var deadline: String
        public var due: Day
    }

    public var met: [String] = []
    /// Open ones that nothing can meet any more, and those that begin anew.
    public var cancelled: [String] = []
    public var set: [Due] = []
    /// Those that begin, but whose length is not known yet.
    public var unknown: [String] = []
}

extension Track {
    /// The deadlines that begin with the track's first state.
    public func deadlines(
        begunOn day: Day, known: KnownFacts, isBusinessDay: (Day) -> Bool
    ) -> DeadlineChanges {
        guard let first = states.first else { return DeadlineChanges() }
        return changes(begin: [first.id], state: first.id, open: [], on: day, known, isBusinessDay)
    }

    /// What a step that was taken does to the deadlines.
    ///
    /// A state's deadlines begin when it is entered from another; a step that stays in it does not begin them anew.
    ///
    /// - parameter state: the id of the state that it was taken in.
    /// - parameter open: the ids of the deadlines that still run.
    /// - parameter known: facts, settings and the fields with those that the step recorded.
    public func deadlines(
        after step: Step, from state: String, open: Set<String>, on day: Day, known: KnownFacts,
        isBusinessDay: (Day) -> Bool
    ) -> DeadlineChanges {
        let begin = state == step.to ? [step.id] : [step.id, step.to]
        var changes = changes(
            begin: begin, state: step.to, open: open.subtracting(met(by: step)), on: day, known, isBusinessDay)
        changes.met = met(by: step).filter(open.contains)
        return changes
    }

    private func met(by step: Step) -> [String] { deadlines.filter { $0.metBy.contains(step.id) }.map(\.id) }

    private func changes(
        begin: [String], state: String, open: Set<String>, on day: Day, _ known: KnownFacts,
        _ isBusinessDay: (Day) -> Bool
    ) -> DeadlineChanges {
        let ahead = steps(ahead: state)
        var changes = DeadlineChanges()
        for deadline in deadlines {
            let canBeMet = !ahead.isDisjoint(with: deadline.metBy)
            let begins = canBeMet && deadline.from.contains(where: begin.contains)
            if open.contains(deadline.id), begins || !canBeMet { changes.cancelled.append(deadline.id) }
            guard begins, let after = deadline.after else { continue }
            if let due = after.end(from: day, known: known, isBusinessDay: isBusinessDay) {
                changes.set.append(.init(deadline: deadline.id, due: due))
            } else {
                changes.unknown.append(deadline.id)
            }
        }
        return changes
    }
}
