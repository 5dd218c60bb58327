extension WorkflowDocument {
    /// Every text that people read must stand in both languages.
    func translations() -> [Remark] {
        var words: [(String, Words)] = [(id, title)]
        for fact in Array(facts.values) + settings.values.map(\.fact) + fields.values {
            words.append((fact.name, fact.text))
            words += fact.options.map { ("\(fact.name).\($0.key)", $0.value) }
        }
        words += roles.values.map { ($0.id, $0.text) } + reasons.values.map { ($0.id, $0.text) }
        words += notices.values.map { ($0.id, $0.text) } + equityAnswers.map { ($0.subject, $0.answer) }
        for track in tracks { words += track.words }
        return words.filter { $0.1.es.isEmpty }.map {
            .fault($0.0, "There is no Spanish for “\($0.1.en)”. Add es.")
        }
    }
}

extension Track {
    fileprivate var words: [(String, Words)] {
        var words = [(id, title)]
        words += criteria.map { ($0.id, $0.text) } + relief.map { (id, $0.text) } + evidence.map { (id, $0.text) }
        words += states.map { ($0.id, $0.title) } + deadlines.map { ($0.id, $0.text) }
        for step in steps {
            words += [step.title, step.text, step.milestone].compactMap { $0 }.map { (step.id, $0) }
        }
        if let exception { words.append((id, exception.text)) }
        return words
    }
}
