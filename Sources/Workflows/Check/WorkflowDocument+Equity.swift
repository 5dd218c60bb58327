extension WorkflowDocument {
    /// What the equity checks ask of each criterion and step, answered or not.
    ///
    /// A step is asked about the fields of its form and about what its condition compares.
    public var equityQuestions: [(lint: Equity.Lint, subject: String)] {
        tracks.flatMap { track in
            track.criteria.flatMap { questions($0.id, $0.rule.facts) }
                + track.steps.flatMap { questions($0.id, Set($0.asks).union($0.condition?.facts ?? [])) }
        }
    }

    private func questions(_ subject: String, _ names: Set<String>) -> [(lint: Equity.Lint, subject: String)] {
        let concerns = names.compactMap { fact(named: $0)?.concerns }
        return Set(concerns.map(Equity.Lint.init)).sorted { $0.rawValue < $1.rawValue }.map { ($0, subject) }
    }

    func equity() -> [Remark] {
        let questions = equityQuestions
        let open = questions.filter { question in
            !equityAnswers.contains { $0.lint == question.lint && $0.subject == question.subject }
        }
        let idle = equityAnswers.filter { answer in
            !questions.contains { $0.lint == answer.lint && $0.subject == answer.subject }
        }
        return open.map {
            Remark(
                weight: .question, about: $0.subject,
                message: "\($0.lint.question) Answer under equity: asks: \($0.lint.rawValue), about: \($0.subject).")
        } + idle.map { .fault($0.subject, "Nothing asks \($0.lint.rawValue) here. Leave it out.") }
    }
}
