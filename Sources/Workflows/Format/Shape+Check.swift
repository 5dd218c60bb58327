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
        case .count:
            guard let count = node.int, Wait.range.contains(count) else {
                return problem("Write a whole number from \(Wait.range.lowerBound) to \(Wait.range.upperBound).")
            }
            return []
        case .amount:
            if node.scalar != nil { return Shape.count.problems(node, at: path) }
            guard let map = node.mapping, map.count == 1, node["fact"]?.scalar != nil else {
                return problem("Write a whole number, or {fact: name} of what holds it.")
            }
            return []
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
        case .named(let shape):
            guard let map = node.mapping else { return problem("Write keys with values here.") }
            return map.flatMap { key, value in
                let name = key.string ?? "?"
                return Shape.identifier.problems(key, at: Self.join(path, name))
                    + shape.problems(value, at: Self.join(path, name))
            }
        case .object(let keys):
            return objectProblems(keys, node, at: path)
        case .one(let keys):
            let problems = objectProblems(keys, node, at: path)
            guard problems.isEmpty, node.mapping?.count != 1 else { return problems }
            return problem("Use one of \(keys.map(\.name).joined(separator: ", ")), and no other.")
        case .condition:
            return Condition.problems(node, at: path)
        case .command:
            guard let text = node.scalar?.string, Self.isCommand(text) else {
                return problem("Use words with dots between them, as cook.file_agreement.")
            }
            return []
        case .fileName:
            guard let text = node.scalar?.string, Self.isFileName(text) else {
                return problem("Write the name of a file in the module's folder, without folders.")
            }
            return []
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
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == 45 || $0 == 46 }
        return text.utf8.count <= 80 && text.first?.isLetter == true
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isLowerLetterOrDigit) }
    }

    private static func isCommand(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 46, omittingEmptySubsequences: false)
        return parts.count >= 2 && text.utf8.count <= 128
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { isLowerLetterOrDigit($0) || $0 == 95 || $0 == 45 }
            }
    }

    private static func isFileName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.utf8.count <= 128, !"._-".unicodeScalars.contains(first)
        else {
            return false
        }
        return text.utf8.allSatisfy {
            isLowerLetterOrDigit($0) || (65...90).contains($0) || $0 == 45 || $0 == 46 || $0 == 95
        }
    }

    private static func isLowerLetterOrDigit(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte)
    }
}
