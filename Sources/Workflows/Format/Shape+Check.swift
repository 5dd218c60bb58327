import EventModel
import Yams

extension Shape {
    /// What is wrong with a node, and with everything below it.
    func problems(_ node: Node, at path: String = "") -> [Problem] {
        func problem(_ message: String) -> [Problem] { [Problem(path: path, line: node.mark?.line, message: message)] }
        switch self {
        case .text, .scalar:
            guard let text = node.scalar?.string else { return problem("Write one value here, not a list or keys.") }
            return text.allSatisfy(\.isWhitespace) ? problem("Write something here, or leave the key out.") : []
        case .identifier:
            guard let text = node.scalar?.string, Self.isIdentifier(text) else {
                return problem("Use lower-case letters, digits, hyphens and dots, as no-violence.")
            }
            return []
        case .translated:
            return Shape.object(Words.keys).problems(node, at: path)
        case .number:
            return node.int == nil ? problem("Write a whole number.") : []
        case .truth:
            return node.bool == nil ? problem("Write true or false.") : []
        case .day:
            return node.scalar.flatMap { Day($0.string) } == nil ? problem("Write a date as 2026-10-13.") : []
        case .choice(let names):
            guard let text = node.scalar?.string, names.contains(text) else {
                return problem("Use one of \(names.joined(separator: ", ")).")
            }
            return []
        case .list(let shape):
            guard let list = node.sequence else { return problem("Write a list here, each entry after a hyphen.") }
            return list.enumerated().flatMap { shape.problems($1, at: "\(path)[\($0)]") }
        case .map(let shape):
            guard let map = node.mapping else { return problem("Write keys with values here.") }
            return map.flatMap { shape.problems($1, at: Self.join(path, $0.string ?? "?")) }
        case .object(let keys):
            return objectProblems(keys, node, at: path)
        case .condition:
            return Condition.problems(node, at: path)
        case .json:
            return []
        }
    }

    private func objectProblems(_ keys: [Key], _ node: Node, at path: String) -> [Problem] {
        guard let map = node.mapping else {
            let names = keys.map(\.name).joined(separator: ", ")
            return [Problem(path: path, line: node.mark?.line, message: "Write the keys \(names) here.")]
        }
        var problems: [Problem] = []
        for (name, value) in map {
            let text = name.string ?? "?"
            if let key = keys.first(where: { $0.name == text }) {
                problems += key.shape.problems(value, at: Self.join(path, text))
            } else {
                let known = keys.map(\.name).joined(separator: ", ")
                problems.append(
                    Problem(
                        path: Self.join(path, text), line: name.mark?.line,
                        message: "There is no key \(text) here. Known are \(known)."))
            }
        }
        for key in keys where key.isRequired && map[key.name] == nil {
            problems.append(
                Problem(path: path, line: node.mark?.line, message: "\(key.name) is missing. \(key.about)"))
        }
        return problems
    }

    static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    static func isIdentifier(_ text: String) -> Bool {
        let parts = text.split(whereSeparator: { ".-".contains($0) })
        return !parts.isEmpty && text.utf8.count <= 80 && text.first?.isLetter == true && text.last != "-"
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}
