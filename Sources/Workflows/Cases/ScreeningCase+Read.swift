import EventModel
import Yams

extension ScreeningCase {
    /// Reads a file of cases for a document.
    public static func read(yaml: String, for document: WorkflowDocument) throws(Problems) -> [ScreeningCase] {
        let node = try Node.read(yaml, "The file of cases")
        var problems = shape.problems(node)
        guard problems.isEmpty else { throw Problems(problems) }
        let reader = CaseReader(document: document)
        let settings = reader.settings(node, at: "", &problems)
        let cases = (node["cases"]?.sequence.map(Array.init) ?? []).enumerated().map { index, item in
            reader.read(item, settings: settings, at: "cases[\(index)]", &problems)
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return cases
    }

    private static let findings = Shape.choice(Finding.allCases.map(\.rawValue))
    private static let settings = Shape.Key(
        "settings", .map(.scalar), "What the jurisdiction chose, by the settings' ids.")

    private static let shape = Shape.object([
        .init("throughline", .choice(["workflow-cases/1"]), required: true, "The format of this file."),
        settings,
        .init(
            "cases",
            .list(
                .object([
                    .init("name", .text, required: true, "A sentence that says what holds."),
                    .init("track", .identifier, required: true, "The track that is screened for."),
                    .init("date", .day, required: true, "The date for which it is screened."),
                    .init("given", .map(.scalar), required: true, "The facts that are known, by name."),
                    settings,
                    .init("steps", .list(step), "The steps that are taken then, in their order."),
                    .init("then", expected, required: true, "What is expected."),
                ])), required: true, "The cases."),
    ])

    private static let step = Shape.object([
        .init("take", .identifier, required: true, "The step."),
        .init("on", .day, "The date on which it is taken; without it, that of the step before."),
        .init("fields", .map(.scalar), "What its form is answered with, by the fields' names."),
        .init("reason", .identifier, "The reason that is chosen."),
    ])

    private static let expected = Shape.object([
        .init("finding", findings, "The screening's answer."),
        .init("criteria", .map(findings), "The answers of single criteria."),
        .init("state", .identifier, "The state after the last step."),
        .init("refused", .choice(StepRefusal.codes), "Why the last step is refused."),
        .init("milestones", .list(.identifier), "The steps whose milestones were reached, in their order."),
        .init("due", .map(.day), "Every deadline that runs at the end, with its date."),
    ])
}

/// Reads cases against the document that they are for.
private struct CaseReader {
    let document: WorkflowDocument

    func settings(_ node: Node, at path: String, _ problems: inout [Problem]) -> [String: FactValue] {
        let facts = document.settings.mapValues(\.fact)
        return values(node, "settings", facts, "setting", at: path, &problems).reduce(into: [:]) {
            $0[Setting.prefix + $1.key] = $1.value
        }
    }

    func read(
        _ node: Node, settings: [String: FactValue], at path: String, _ problems: inout [Problem]
    ) -> ScreeningCase {
        let date = Day(node.text("date")) ?? Day(daysSince1970: 0)
        let own = self.settings(node, at: path, &problems)
        let given = values(node, "given", document.facts, "fact", at: path, &problems)
        problems += node.strangers("track", among: document.tracks.map(\.id), "track", at: path)
        let track = document.track(node.text("track"))
        var last = date
        let steps = node.list("steps", at: path) { step, path in
            problems += step.strangers("take", among: track?.steps.map(\.id) ?? [], "step", at: path)
            problems += step.strangers("reason", among: document.reasons.keys, "reason", at: path)
            let on = step.optionalText("on").flatMap { Day($0) } ?? last
            if on < last {
                problems.append(
                    Problem(
                        path: "\(path).on", line: step["on"]?.mark?.line,
                        message: "\(on) is before what came before it, on \(last)."))
            }
            last = on
            return ScreeningCase.Taken(
                step: step.text("take"), on: on,
                fields: values(step, "fields", document.fields, "field", at: path, &problems),
                reason: step.optionalText("reason"))
        }
        return ScreeningCase(
            name: node.text("name"), track: node.text("track"),
            given: KnownFacts(given, settings: settings.merging(own) { $1 }, on: date), steps: steps,
            expected: expected(node, track, at: path, &problems))
    }

    private func expected(
        _ node: Node, _ track: Track?, at path: String, _ problems: inout [Problem]
    ) -> ScreeningCase.Expected {
        guard let then = node["then"] else { return ScreeningCase.Expected() }
        let path = "\(path).then"
        if then.mapping?.isEmpty != false {
            problems.append(Problem(path: path, line: then.mark?.line, message: "Say what is expected."))
        }
        func known(_ key: String, _ names: [String], _ what: String) {
            for (name, _) in then[key]?.mapping ?? [:] where !names.contains(name.string ?? "") {
                problems.append(
                    Problem(
                        path: "\(path).\(key)", line: name.mark?.line,
                        message: "The track has no \(what) \(name.string ?? "")."))
            }
        }
        known("criteria", track?.criteria.map(\.id) ?? [], "criterion")
        known("due", track?.deadlines.map(\.id) ?? [], "deadline")
        problems += then.strangers("state", among: track?.states.map(\.id) ?? [], "state", at: path)
        problems += then.strangers("milestones", among: track?.steps.map(\.id) ?? [], "step", at: path)
        return ScreeningCase.Expected(
            finding: then.optionalText("finding").flatMap { Finding(rawValue: $0) },
            criteria: then.named("criteria") { Finding(rawValue: $1.scalar?.string ?? "") ?? .notKnown },
            state: then.optionalText("state"), refused: then.optionalText("refused"),
            milestones: then["milestones"].map { _ in then.texts("milestones") },
            due: then["due"].map { _ in then.named("due") { Day($1.scalar?.string ?? "") ?? Day(daysSince1970: 0) } })
    }

    private func values(
        _ node: Node, _ key: String, _ facts: [String: Fact], _ what: String, at path: String,
        _ problems: inout [Problem]
    ) -> [String: FactValue] {
        var values: [String: FactValue] = [:]
        for (name, value) in node[key]?.mapping ?? [:] {
            let (name, written) = (name.string ?? "", value.scalar?.string ?? "")
            func problem(_ message: String) {
                problems.append(Problem(path: Shape.join(path, key), line: value.mark?.line, message: message))
            }
            guard let fact = facts[name] else {
                problem("The document has no \(what) \(name).")
                continue
            }
            values[name] = fact.value(written)
            if values[name] == nil { problem("\(written) is no value of \(name), which is a \(fact.kind.rawValue).") }
        }
        return values
    }
}
