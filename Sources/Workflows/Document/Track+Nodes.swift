import EventModel
import Yams

extension Track {
    init(_ node: Node, names: Names, at path: String, problems: inout [Problem]) {
        id = node.text("id")
        title = Words(node["title"])
        kind = node.choice("kind", or: .diversion)
        programs = node.texts("programs")
        months = node["months"]?.int
        let facts = names.ruleFacts
        criteria = node.list("criteria", at: path) {
            Criterion($0, facts: facts, at: $1, problems: &problems)
        }
        exception = node["exception"].map(Exception.init)
        relief = node.list("relief", Relief.init)
        evidence = node.list("evidence") { Evidence(text: Words($0["text"]), citation: $0.text("citation")) }
        let states = node.list("states", State.init)
        self.states = states
        steps = node.list("steps", at: path) {
            Step($0, states: states.map(\.id), names: names, at: $1, problems: &problems)
        }
        let stepIDs = steps.map(\.id)
        deadlines = node.list("deadlines", at: path) {
            Deadline($0, states: states.map(\.id), steps: stepIDs, names: names, at: $1, problems: &problems)
        }
        problems += doubledPlaces(node, at: path) + changedEndings(node, at: path)
    }

    private func doubledPlaces(_ node: Node, at path: String) -> [Problem] {
        Dictionary(grouping: states.map(\.id) + steps.map(\.id)) { $0 }.filter { $0.value.count > 1 }.keys.sorted().map
        {
            Problem(
                path: "\(path).states", line: node["states"]?.mark?.line,
                message: "\($0) is used twice. Within a track an id names one state or one step.")
        }
    }

    /// An outcome that is reached stays, so that the case's record and the track never differ.
    private func changedEndings(_ node: Node, at path: String) -> [Problem] {
        zip(node["steps"]?.sequence.map(Array.init) ?? [], steps).enumerated().flatMap { index, pair in
            pair.1.from.compactMap(state).filter { $0.ends != nil && $0.ends != state(pair.1.to)?.ends }.map {
                Problem(
                    path: "\(path).steps[\(index)]", line: pair.0.mark?.line,
                    message: "\($0.id) ends the case, and a step from it must lead to a state with the same ending.")
            }
        }
    }
}

extension Criterion {
    init(_ node: Node, facts: [String: Fact], at path: String, problems: inout [Problem]) {
        id = node.text("id")
        text = Words(node["text"])
        citation = node.optionalText("citation")
        confidence = node.choice("confidence", or: .unverified)
        from = node.optionalText("from").flatMap { Day($0) }
        to = node.optionalText("to").flatMap { Day($0) }
        rule = .all([])
        if let rule = node["rule"] {
            self.rule = Condition(rule, facts: facts, at: "\(path).rule", problems: &problems)
        }
        if let from, let to, to < from {
            problems.append(
                Problem(path: path, line: node.mark?.line, message: "to is before from; swap them or mend one."))
        }
    }
}

extension Track.Exception {
    init(_ node: Node) {
        text = Words(node["text"])
        citation = node.optionalText("citation")
        needsReason = node["reason"]?.bool ?? true
        needsSupervisor = node.text("approval") == "supervisor"
    }
}

extension Relief {
    init(_ node: Node) {
        kind = node.choice("kind", or: .petition)
        text = Words(node["text"])
        citation = node.optionalText("citation")
        confidence = node.choice("confidence", or: .unverified)
        isAutomatic = node["automatic"]?.bool ?? false
        after = node["after"].map(DayShift.init)
        within = node["within"].map(DayShift.init)
    }
}
