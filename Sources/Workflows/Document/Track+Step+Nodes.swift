import Yams

extension Track.State {
    init(_ node: Node) {
        id = node.text("id")
        title = Words(node["title"])
        ends = Ending(rawValue: node.text("ends"))
    }
}

extension Track.Step {
    init(_ node: Node, states: [String], names: Names, at path: String, problems: inout [Problem]) {
        id = node.text("id")
        title = Words(node["title"])
        by = node.text("by")
        from = node.texts("from")
        to = node.text("to")
        asks = node.texts("asks")
        needs = node.texts("needs")
        reasons = node.texts("reasons")
        needsSupervisor = node.text("approval") == "supervisor"
        handler = node.optionalText("handler")
        condition = node["when"].map {
            Condition($0, facts: names.stepFacts, at: "\(path).when", problems: &problems)
        }
        text = node["text"].map(Words.init)
        citation = node.optionalText("citation")
        confidence = node.choice("confidence", or: .unverified)
        notices = node.texts("notices")
        milestone = node["milestone"].map(Words.init)

        problems += node.strangers("by", among: names.roles.keys, "role", at: path)
        problems += node.strangers("from", among: states, "state", at: path)
        problems += node.strangers("to", among: states, "state", at: path)
        problems += node.strangers("asks", among: names.fields.keys, "field", at: path)
        problems += node.strangers("needs", among: asks, "field among those that it asks:", at: path)
        problems += node.strangers("reasons", among: names.reasons.keys, "reason", at: path)
        problems += node.strangers("notices", among: names.notices.keys, "notice", at: path)
        func problem(_ message: String) {
            problems.append(Problem(path: path, line: node.mark?.line, message: message))
        }
        if condition != nil, text == nil { problem("Say in text what when asks, for whoever is refused.") }
        if handler != nil, names.handler == nil { problem("The document names no handler to decide \(handler ?? "").") }
    }
}

extension Track.Deadline {
    init(
        _ node: Node, states: [String], steps: [String], names: Names, at path: String, problems: inout [Problem]
    ) {
        id = node.text("id")
        text = Words(node["text"])
        from = node.texts("from")
        after = node["after"].flatMap(Wait.init)
        metBy = node.texts("metBy")
        missed = node.optionalText("missed")
        citation = node.optionalText("citation")
        confidence = node.choice("confidence", or: .unverified)

        problems += node.strangers("from", among: steps + states, "step or state", at: path)
        problems += node.strangers("metBy", among: steps, "step", at: path)
        problems += node.strangers("missed", among: names.notices.keys, "notice", at: path)
        func problem(_ message: String) {
            problems.append(Problem(path: path, line: node.mark?.line, message: message))
        }
        if from.isEmpty != (after == nil) {
            problem("from and after belong together: what begins it, and how long it takes.")
        }
        if after == nil, names.handler == nil {
            problem("Say from and after, or name the handler that sets it: the document has none.")
        }
        if case .fact(let name)? = after?.count, names.stepFacts[name]?.kind != .number {
            problem("No number is called \(name). Declare it under settings, fields or facts, or mend the name.")
        }
    }
}

extension Wait {
    init?(_ node: Node) {
        guard let entry = node.mapping?.first, let unit = Unit(rawValue: entry.key.string ?? "") else { return nil }
        self.unit = unit
        count = entry.value["fact"]?.scalar.map { .fact($0.string) } ?? .number(entry.value.int ?? 1)
    }
}
