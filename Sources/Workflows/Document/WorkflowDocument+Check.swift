import EventModel

/// Something that a sound document still leaves to be mended or answered.
public struct Remark: Sendable, Hashable, CustomStringConvertible {
    public enum Weight: String, Sendable, Comparable {
        /// Good to know.
        case note
        /// Must be answered in the document before it can be activated.
        case question
        /// Must be mended before it can be activated.
        case fault

        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
        private var rank: Int { self == .note ? 0 : self == .question ? 1 : 2 }
    }

    public var weight: Weight
    /// The track, criterion or fact that it is about.
    public var about: String
    public var message: String

    public var description: String { "\(weight.rawValue): \(about): \(message)" }
}

extension WorkflowDocument {
    /// Looks for facts that nobody uses, missing translations, rules without a citation, rules that can never be met,
    /// and what the equity checks ask and nobody answered. The heaviest come first.
    public func check() -> [Remark] {
        (translations() + uses() + criteriaRemarks() + equity()).sorted {
            ($1.weight, $0.about, $0.message) < ($0.weight, $1.about, $1.message)
        }
    }

    private func translations() -> [Remark] {
        var words: [(String, Words)] = [(id, title)]
        for fact in facts.values {
            words.append((fact.name, fact.text))
            words += fact.options.map { ("\(fact.name).\($0.key)", $0.value) }
        }
        for track in tracks {
            words.append((track.id, track.title))
            words += track.criteria.map { ($0.id, $0.text) } + track.relief.map { (track.id, $0.text) }
            words += track.evidence.map { (track.id, $0.text) }
            if let exception = track.exception { words.append((track.id, exception.text)) }
        }
        return words.filter { $0.1.es.isEmpty }.map {
            Remark(weight: .fault, about: $0.0, message: "There is no Spanish for “\($0.1.en)”. Add es.")
        }
    }

    private func uses() -> [Remark] {
        let used = tracks.reduce(into: Set<String>()) { used, track in
            for criterion in track.criteria { used.formUnion(criterion.rule.facts) }
        }
        return facts.keys.filter { !used.contains($0) }.map {
            Remark(weight: .fault, about: $0, message: "No rule uses this fact. Leave it out: ask only what counts.")
        }
    }

    private func criteriaRemarks() -> [Remark] {
        tracks.flatMap { track in
            var remarks: [Remark] = []
            if track.criteria.isEmpty {
                remarks.append(
                    Remark(weight: .fault, about: track.id, message: "It has no criteria, so everybody meets it."))
            }
            for criterion in track.criteria {
                if criterion.citation == nil {
                    remarks.append(
                        Remark(weight: .fault, about: criterion.id, message: "Say where the rule is written: citation.")
                    )
                }
                if criterion.confidence == .unverified {
                    remarks.append(
                        Remark(weight: .note, about: criterion.id, message: "Nobody has verified this rule yet."))
                }
            }
            for relief in track.relief {
                if relief.citation == nil {
                    remarks.append(
                        Remark(weight: .fault, about: track.id, message: "Say where its relief is written: citation."))
                }
                if relief.after == nil {
                    remarks.append(
                        Remark(
                            weight: .note, about: track.id,
                            message: "The wait before its \(relief.kind.rawValue) is not known, so no date is shown."))
                }
            }
            return remarks
        }
    }

    /// What the equity checks ask of each criterion, answered or not.
    public var equityQuestions: [(lint: Equity.Lint, criterion: String)] {
        tracks.flatMap(\.criteria).flatMap { criterion in
            Set(criterion.rule.facts.compactMap { facts[$0]?.concerns }.map(Equity.Lint.init))
                .sorted { $0.rawValue < $1.rawValue }.map { ($0, criterion.id) }
        }
    }

    private func equity() -> [Remark] {
        let questions = equityQuestions
        let open = questions.filter { question in
            !equityAnswers.contains { $0.lint == question.lint && $0.subject == question.criterion }
        }
        let idle = equityAnswers.filter { answer in
            !questions.contains { $0.lint == answer.lint && $0.criterion == answer.subject }
        }
        return open.map {
            Remark(
                weight: .question, about: $0.criterion,
                message: "\($0.lint.question) Answer under equity: asks: \($0.lint.rawValue), about: \($0.criterion).")
        }
            + idle.map {
                Remark(
                    weight: .fault, about: $0.subject, message: "Nothing asks \($0.lint.rawValue) here. Leave it out.")
            }
    }
}
