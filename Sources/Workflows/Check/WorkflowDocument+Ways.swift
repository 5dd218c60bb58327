extension WorkflowDocument {
    /// Every state can be reached and leads to an end, every condition can become known, every deadline can
    /// be met, and somebody hears when it is missed.
    func ways() -> [Remark] {
        tracks.flatMap { track in
            track.stateRemarks + conditionRemarks(track) + track.deadlines.flatMap { remarks($0, track) }
        }
    }

    /// A condition over what nobody on this track is asked for could never be met.
    private func conditionRemarks(_ track: Track) -> [Remark] {
        let filled = track.criteria.reduce(into: Set(track.steps.flatMap(\.asks))) { $0.formUnion($1.rule.facts) }
        return track.steps.flatMap { step -> [Remark] in
            let unknown = (step.condition?.facts ?? []).subtracting(filled).filter {
                facts[$0]?.source == nil && !$0.hasPrefix(Setting.prefix)
            }
            return unknown.sorted().map {
                .fault(step.id, "Its condition asks for \($0), which no rule and no step of this track fills.")
            }
        }
    }

    private func remarks(_ deadline: Track.Deadline, _ track: Track) -> [Remark] {
        var remarks: [Remark] = []
        func fault(_ message: String) { remarks.append(.fault(deadline.id, message)) }
        if deadline.metBy.isEmpty { fault("Nobody handles it: no step meets it. Name one under metBy.") }
        if deadline.missed == nil { fault("Nobody hears when it is missed. Name a notice under missed.") }
        for start in deadline.from where !deadline.metBy.isEmpty {
            let state = track.step(start)?.to ?? start
            if track.steps(ahead: state).isDisjoint(with: deadline.metBy) {
                fault("After \(start) no step under metBy can be taken any more, so it would never begin.")
            }
        }
        if case .fact(let name)? = deadline.after?.count, !isSure(name, track) {
            fault("\(name) may be unknown when it begins. Make the setting required, or let a step need the field.")
        }
        return remarks
    }

    /// Whether a number is known whenever a deadline counts with it.
    private func isSure(_ name: String, _ track: Track) -> Bool {
        settings.values.contains { $0.fact.name == name && $0.isRequired }
            || track.steps.contains { $0.needs.contains(name) }
    }
}

extension Track {
    fileprivate var stateRemarks: [Remark] {
        guard let first = states.first else { return [] }
        let reached = ranks(from: first.id)
        return states.flatMap { state -> [Remark] in
            guard reached[state.id] != nil else {
                return [.fault(state.id, "No step leads here from \(first.id). Add one, or leave the state out.")]
            }
            let ahead = ranks(from: state.id)
            if states.contains(where: { ahead[$0.id] != nil && $0.ends != nil }) { return [] }
            return [
                .fault(
                    state.id,
                    ahead.count == 1
                        ? "Nobody can leave it. Add a step from it, or say how it ends: ends."
                        : "No way leads from here to an end. Add a step to a state with ends.")
            ]
        } + steps.filter(\.from.isEmpty).map { .fault($0.id, "It leads from no state, so nobody can take it.") }
    }
}
