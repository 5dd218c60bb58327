extension WorkflowDocument {
    /// What is declared and never used: asked of people, or promised, for nothing.
    func uses() -> [Remark] {
        let steps = tracks.flatMap(\.steps)
        let deadlines = tracks.flatMap(\.deadlines)
        let compared = tracks.flatMap(\.criteria).map(\.rule) + steps.compactMap(\.condition)
        var used = compared.reduce(into: Set<String>()) { $0.formUnion($1.facts) }
        for case .fact(let name)? in deadlines.map(\.after?.count) { used.insert(name) }
        let asked = Set(steps.flatMap(\.asks))
        let given = Set(steps.flatMap(\.notices) + deadlines.compactMap(\.missed))
        let busy = Set(steps.map(\.by) + notices.values.map(\.to))
        let chosen = Set(steps.flatMap(\.reasons))

        func idle(_ names: some Sequence<String>, _ used: Set<String>, _ message: String) -> [Remark] {
            names.filter { !used.contains($0) }.map { .fault($0, message) }
        }
        return idle(facts.keys, used, "No rule uses this fact. Leave it out: ask only what counts.")
            + idle(settings.values.map(\.fact.name), used, "No rule, step or deadline uses this setting. Leave it out.")
            + idle(
                fields.keys, asked, "Nobody fills this field: no step asks for it. Name it under asks, or leave it out."
            )
            + idle(reasons.keys, chosen, "No step offers this reason. Leave it out.")
            + idle(notices.keys, given, "Nothing gives this notice. Name it at a step or a deadline, or leave it out.")
            + idle(roles.keys, busy, "This role takes no step and gets no notice. Leave it out.")
            + handlerUse()
    }

    private func handlerUse() -> [Remark] {
        let isUsed = !handlerCommands.isEmpty || tracks.contains { $0.deadlines.contains { $0.after == nil } }
        guard let handler, !isUsed else { return [] }
        return [.fault(handler.executable, "No step names a command of this handler. Leave it out.")]
    }
}
