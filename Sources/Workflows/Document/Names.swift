import Yams

/// What the rest of a document refers to by name.
struct Names {
    var facts: [String: Fact]
    var settings: [String: Setting]
    var fields: [String: Fact]
    var roles: [String: LocalRole]
    var reasons: [String: Reason]
    var notices: [String: Notice]
    var handler: HandlerFile?

    /// What a screening's rules compare.
    var ruleFacts: [String: Fact] {
        settings.values.reduce(into: facts) { $0[$1.fact.name] = $1.fact }
    }

    /// What a step's condition and a deadline compare: fields too.
    var stepFacts: [String: Fact] { ruleFacts.merging(fields) { $1 } }

    init(_ node: Node, problems: inout [Problem]) {
        facts = node.named("facts", Fact.init)
        settings = node.named("settings", Setting.init)
        fields = node.named("fields", Fact.init)
        roles = node.named("roles") {
            LocalRole(id: $0, text: Words($1["text"]), kind: $1.choice("is", or: .prosecutor))
        }
        reasons = node.named("reasons") { Reason(id: $0, text: Words($1)) }
        notices = node.named("notices") { Notice(id: $0, to: $1.text("to"), text: Words($1["text"])) }
        handler = node["handler"].map {
            HandlerFile(
                executable: $0.text("executable"), arguments: $0.texts("arguments"), readable: $0.texts("readable"))
        }
        for section in ["facts", "settings", "fields"] {
            for (key, fact) in node[section]?.mapping ?? [:] {
                let name = key.string ?? ""
                func problem(_ message: String) {
                    problems.append(Problem(path: "\(section).\(name)", line: key.mark?.line, message: message))
                }
                if (fact.text("kind") == Fact.Kind.choice.rawValue) != (fact["options"]?.mapping?.isEmpty == false) {
                    problem("A choice has options, and nothing else has.")
                }
                if name.hasPrefix(Setting.prefix) { problem("Names that begin with setting. are those of settings.") }
                if section == "fields", facts[name] != nil { problem("A fact is called so too. Rename one.") }
            }
        }
        for (key, notice) in node["notices"]?.mapping ?? [:] {
            problems += notice.strangers("to", among: roles.keys, "role", at: "notices.\(key.string ?? "")")
        }
    }
}

extension Setting {
    init(_ id: String, _ node: Node) {
        self.id = id
        fact = Fact(Setting.prefix + id, node)
        fact.sensitivity = .ordinary
        isRequired = node["required"]?.bool ?? true
        citation = node.optionalText("citation")
    }
}

extension Node {
    /// The entries of a mapping by their keys.
    func named<Part>(_ key: String, _ read: (String, Node) -> Part) -> [String: Part] {
        (self[key]?.mapping ?? [:]).reduce(into: [:]) { parts, entry in
            let name = entry.key.string ?? ""
            parts[name] = read(name, entry.value)
        }
    }

    /// A problem for each name at a key, alone or in a list, that the document does not have.
    func strangers(_ key: String, among known: some Collection<String>, _ what: String, at path: String) -> [Problem] {
        guard let value = self[key] else { return [] }
        let names = Set(known)
        let strangers = (value.sequence.map(Array.init) ?? [value]).filter { !names.contains($0.scalar?.string ?? "") }
        guard !strangers.isEmpty else { return [] }
        let some = names.sorted().prefix(20).joined(separator: ", ")
        let list = names.isEmpty ? "None is declared." : "Known are \(some)\(names.count > 20 ? ", and more." : ".")"
        return strangers.map {
            Problem(
                path: "\(path).\(key)", line: $0.mark?.line,
                message: "There is no \(what) \($0.scalar?.string ?? ""). \(list)")
        }
    }
}
