import EventModel
import Yams

// How the parts of a document are read from nodes whose shape is known to be right.

extension Node {
    func text(_ key: String) -> String { self[key]?.scalar?.string ?? "" }
    func optionalText(_ key: String) -> String? { self[key]?.scalar?.string }
    func texts(_ key: String) -> [String] { self[key]?.sequence?.compactMap { $0.scalar?.string } ?? [] }
    func list<Part>(_ key: String, _ read: (Node) -> Part) -> [Part] { self[key]?.sequence.map { $0.map(read) } ?? [] }
    /// The entries of a list, each read with the path at which it stands.
    func list<Part>(_ key: String, at path: String, _ read: (Node, String) -> Part) -> [Part] {
        (self[key]?.sequence.map(Array.init) ?? []).enumerated().map { read($1, "\(path).\(key)[\($0)]") }
    }
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

extension Equity.Answer {
    init(_ node: Node) {
        lint = node.choice("asks", or: .categoricalExclusion)
        subject = node.text("about")
        answer = Words(node["answer"])
        decidedBy = node.text("by")
    }
}
