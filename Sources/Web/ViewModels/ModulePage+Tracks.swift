import EventModel
import Foundation
import Workflows

/// A version's rules, as tables.
extension ModulePage {
    static func part(_ track: Track, _ document: WorkflowDocument, _ reader: Reader) -> TrackPart {
        let words = reader.words
        let numbers = Dictionary(track.steps.enumerated().map { ($1.id, $0 + 1) }) { $1 }
        return TrackPart(
            anchor: "track-\(track.id.replacingOccurrences(of: ".", with: "-"))", title: reader.text(track.title),
            kind: words("module.kind.\(track.kind.rawValue)"),
            diagram: track.graph.map { StateDiagram($0, track: track, numbers: numbers, for: reader) },
            steps: track.steps.isEmpty ? nil : steps(track, document, numbers, reader),
            criteria: criteria(track, reader),
            deadlines: track.deadlines.isEmpty ? nil : deadlines(track, document, reader),
            relief: track.relief.isEmpty ? nil : relief(track, reader))
    }

    private static func table(
        _ key: String, _ columns: [String], _ rows: [[DataTable.Cell]], _ reader: Reader
    ) -> DataTable {
        DataTable(
            caption: reader.words("module.\(key)"), showsCaption: true,
            columns: columns.map { .init(label: reader.words("module.column.\($0)")) }, rows: rows)
    }

    private static func steps(
        _ track: Track, _ document: WorkflowDocument, _ numbers: [String: Int], _ reader: Reader
    ) -> DataTable {
        func state(_ id: String) -> String { track.state(id).map { reader.text($0.title) } ?? id }
        return table(
            "steps", ["step", "from-state", "to-state", "by"],
            track.steps.map { step in
                let second = step.needsSupervisor ? reader.words("module.second-person") : nil
                return [
                    .init("\(numbers[step.id] ?? 0). \(reader.text(step.title))", note: second),
                    .init(step.from.map(state).joined(separator: reader.words("list.separator"))),
                    .init(state(step.to)),
                    .init(document.roles[step.by].map { reader.text($0.text) } ?? step.by),
                ]
            }, reader)
    }

    private static func criteria(_ track: Track, _ reader: Reader) -> DataTable {
        table(
            "criteria", ["rule", "citation", "confidence"],
            track.criteria.map { criterion in
                [
                    .init(reader.text(criterion.text), note: inForce(criterion, reader)),
                    .init(criterion.citation ?? "–"), .init(tag: Tag(criterion.confidence, for: reader)),
                ]
            }, reader)
    }

    private static func inForce(_ criterion: Criterion, _ reader: Reader) -> String? {
        switch (criterion.from, criterion.to) {
        case (let from?, let to?):
            reader.words("module.in-force", ["from": reader.day(from), "to": reader.day(to)])
        case (let from?, nil): reader.words("module.in-force-from", ["from": reader.day(from)])
        case (nil, let to?): reader.words("module.in-force-to", ["to": reader.day(to)])
        case (nil, nil): nil
        }
    }

    private static func deadlines(_ track: Track, _ document: WorkflowDocument, _ reader: Reader) -> DataTable {
        table(
            "deadlines", ["due", "after", "missed", "confidence"],
            track.deadlines.map { deadline in
                let notice = deadline.missed.flatMap { document.notices[$0] }
                return [
                    .init(reader.text(deadline.text), note: deadline.citation),
                    .init(deadline.after.map { wait($0, document, reader) } ?? reader.words("module.handler-sets")),
                    .init(notice.map { reader.text($0.text) } ?? "–"),
                    .init(tag: Tag(deadline.confidence, for: reader)),
                ]
            }, reader)
    }

    private static func wait(_ wait: Wait, _ document: WorkflowDocument, _ reader: Reader) -> String {
        switch wait.count {
        case .number(let number): reader.words("module.wait.\(wait.unit.rawValue)", ["count": number])
        case .fact(let name):
            reader.words(
                "module.wait-fact.\(wait.unit.rawValue)",
                ["fact": document.fact(named: name).map { reader.text($0.text) } ?? name])
        }
    }

    private static func relief(_ track: Track, _ reader: Reader) -> DataTable {
        table(
            "relief", ["relief", "citation", "confidence"],
            track.relief.map { relief in
                [
                    .init(reader.text(relief.text), note: reader.words("module.relief.\(relief.kind.rawValue)")),
                    .init(relief.citation ?? "–"), .init(tag: Tag(relief.confidence, for: reader)),
                ]
            }, reader)
    }

    /// Everything that is asked or recorded, with who may see it.
    static func fields(_ document: WorkflowDocument, _ reader: Reader) -> DataTable {
        func rows(_ facts: [Workflows.Fact], _ use: String) -> [[DataTable.Cell]] {
            facts.sorted { $0.name < $1.name }.map { fact in
                [
                    .init(reader.text(fact.text), note: fact.name), .init(reader.words("module.use.\(use)")),
                    .init(reader.words("module.value.\(fact.kind.rawValue)")),
                    .init(reader.words("module.sensitivity.\(fact.sensitivity.rawValue)")),
                ]
            }
        }
        let facts = Array(document.facts.values)
        return table(
            "fields", ["field", "use", "value", "sensitivity"],
            rows(facts.filter { $0.source == nil }, "asked") + rows(facts.filter { $0.source != nil }, "record")
                + rows(Array(document.fields.values), "step")
                + rows(document.settings.values.map(\.fact), "setting"), reader)
    }

    static func notices(_ document: WorkflowDocument, _ reader: Reader) -> DataTable? {
        guard !document.notices.isEmpty else { return nil }
        return table(
            "notices", ["notice", "to"],
            document.notices.values.sorted { $0.id < $1.id }.map { notice in
                [
                    .init(reader.text(notice.text)),
                    .init(document.roles[notice.to].map { reader.text($0.text) } ?? notice.to),
                ]
            }, reader)
    }

    static func equity(_ document: WorkflowDocument, _ reader: Reader) -> DataTable? {
        guard !document.equityAnswers.isEmpty else { return nil }
        return table(
            "equity", ["question", "answer", "decided-by"],
            document.equityAnswers.map { answer in
                [
                    .init(reader.words("module.lint.\(answer.lint.rawValue)"), note: answer.subject),
                    .init(reader.text(answer.answer)), .init(answer.decidedBy),
                ]
            }, reader)
    }
}

extension WorkflowDocument {
    /// What holds a number that a wait counts.
    fileprivate func fact(named name: String) -> Workflows.Fact? {
        facts[name] ?? fields[name] ?? settings.values.first { $0.fact.name == name }?.fact
    }
}
