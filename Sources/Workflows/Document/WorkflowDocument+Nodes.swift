import EventModel
import Yams

// How the parts of a document are read from nodes whose shape is known to be right.

extension Node {
    func text(_ key: String) -> String { self[key]?.scalar?.string ?? "" }
    func optionalText(_ key: String) -> String? { self[key]?.scalar?.string }
    func texts(_ key: String) -> [String] { self[key]?.sequence?.compactMap { $0.scalar?.string } ?? [] }
    func list<Part>(_ key: String, _ read: (Node) -> Part) -> [Part] { self[key]?.sequence.map { $0.map(read) } ?? [] }
    func choice<Choice: RawRepresentable<String>>(_ key: String, or other: Choice) -> Choice {
        Choice(rawValue: text(key)) ?? other
    }
}

extension Fact {
    init(_ name: String, _ node: Node) {
        self.name = name
        text = Words(node["text"])
        kind = node.choice("kind", or: .text)
        options = [:]
        for (value, words) in node["options"]?.mapping ?? [:] { options[value.scalar?.string ?? ""] = Words(words) }
        source = RecordField(rawValue: node.text("from"))
        concerns = Concern(rawValue: node.text("concerns"))
        sensitivity = node.choice("sensitivity", or: .restricted)
    }
}

extension Track {
    init(_ node: Node, facts: [String: Fact], at path: String, problems: inout [Problem]) {
        id = node.text("id")
        title = Words(node["title"])
        kind = node.choice("kind", or: .diversion)
        programs = node.texts("programs")
        months = node["months"]?.int
        criteria = []
        for (index, criterion) in (node["criteria"]?.sequence ?? []).enumerated() {
            criteria.append(
                Criterion(criterion, facts: facts, at: "\(path).criteria[\(index)]", problems: &problems))
        }
        exception = node["exception"].map(Exception.init)
        relief = node.list("relief", Relief.init)
        evidence = node.list("evidence") { Evidence(text: Words($0["text"]), citation: $0.text("citation")) }
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

extension Equity.Answer {
    init(_ node: Node) {
        lint = node.choice("asks", or: .categoricalExclusion)
        subject = node.text("about")
        answer = Words(node["answer"])
        decidedBy = node.text("by")
    }
}
