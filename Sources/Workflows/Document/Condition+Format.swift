import EventModel
import Yams

// How a condition is written: `all`, `any`, `none` with a list; `not` with one; or `fact` with one comparison, `in` or
// `known`.
extension Condition {
    private static let groups = ["all", "any", "none"]
    private static let tests = Comparison.allCases.map(\.rawValue) + ["in", "known"]

    static var schema: SchemaNode {
        let operand: SchemaNode = [
            "anyOf": [
                Shape.scalar.schema,
                [
                    "type": "object", "additionalProperties": false,
                    "properties": [
                        "fact": ["type": "string"], "day": ["enum": ["decision"]],
                        "plus": Shape.object(DayShift.keys).schema, "minus": Shape.object(DayShift.keys).schema,
                    ],
                ],
            ]
        ]
        var test: [String: SchemaNode] = ["fact": ["type": "string"]]
        for comparison in Comparison.allCases { test[comparison.rawValue] = operand }
        test["in"] = ["type": "array", "items": Shape.scalar.schema, "minItems": 1]
        test["known"] = ["const": true]
        let condition: SchemaNode = ["$ref": "#/$defs/condition"]
        let group: SchemaNode = ["type": "array", "items": condition, "minItems": 1]
        var forms = groups.map { name in Self.form([name: group]) }
        forms.append(Self.form(["not": condition]))
        forms.append([
            "type": "object", "additionalProperties": false, "properties": .object(test), "required": ["fact"],
            "minProperties": 2, "maxProperties": 2,
        ])
        return ["oneOf": .list(forms)]
    }

    private static func form(_ properties: [String: SchemaNode]) -> SchemaNode {
        [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .list(properties.keys.sorted().map(SchemaNode.text)),
        ]
    }

    static func problems(_ node: Node, at path: String) -> [Problem] {
        func problem(_ message: String) -> [Problem] { [Problem(path: path, line: node.mark?.line, message: message)] }
        guard let map = node.mapping else { return problem("Write all, any, none, not, or a fact with a comparison.") }
        let keys = map.map { $0.key.string ?? "?" }
        if let group = keys.first(where: groups.contains) {
            guard keys.count == 1, let parts = node[group]?.sequence, !parts.isEmpty else {
                return problem("\(group) takes a list of conditions, and stands alone.")
            }
            return parts.enumerated().flatMap { problems($1, at: "\(path).\(group)[\($0)]") }
        }
        if keys == ["not"] { return node["not"].map { problems($0, at: "\(path).not") } ?? [] }
        guard node["fact"]?.scalar != nil else {
            return problem("Name a fact, or use all, any, none or not. Found \(keys.joined(separator: ", ")).")
        }
        let test = keys.filter { $0 != "fact" }
        guard test.count == 1, let name = test.first, tests.contains(name), let value = node[name] else {
            return problem("Beside fact, use one of \(tests.joined(separator: ", ")).")
        }
        switch name {
        case "in":
            guard let list = value.sequence, !list.isEmpty, list.allSatisfy({ $0.scalar != nil }) else {
                return problem("in takes a list of values.")
            }
            return []
        case "known": return value.bool == true ? [] : problem("known takes true; use not for the opposite.")
        default: return operandProblems(value, at: "\(path).\(name)")
        }
    }

    private static func operandProblems(_ node: Node, at path: String) -> [Problem] {
        guard let map = node.mapping else { return Shape.scalar.problems(node, at: path) }
        let message = "Write a value, {fact: name} or {day: decision}; plus or minus shift a date."
        let keys = Set(map.map { $0.key.string ?? "?" })
        let isBase = (node["fact"]?.scalar != nil) != (node["day"]?.scalar?.string == "decision")
        guard isBase, keys.isSubset(of: ["fact", "day", "plus", "minus"]), keys.count <= 2 else {
            return [Problem(path: path, line: node.mark?.line, message: message)]
        }
        return ["plus", "minus"].flatMap { name in
            node[name].map { Shape.object(DayShift.keys).problems($0, at: "\(path).\(name)") } ?? []
        }
    }

    /// Reads a tree whose form is known to be right, with the values that its facts' kinds make of them.
    init(_ node: Node, facts: [String: Fact], at path: String, problems: inout [Problem]) {
        for group in Self.groups {
            guard let list = node[group]?.sequence else { continue }
            let parts = list.enumerated().map { index, part in
                Condition(part, facts: facts, at: "\(path).\(group)[\(index)]", problems: &problems)
            }
            self = group == "all" ? .all(parts) : group == "any" ? .any(parts) : .none(parts)
            return
        }
        if let part = node["not"] {
            self = .not(Condition(part, facts: facts, at: "\(path).not", problems: &problems))
            return
        }
        let name = node["fact"]?.scalar?.string ?? ""
        guard let fact = facts[name] else {
            problems.append(
                Problem(
                    path: path, line: node.mark?.line,
                    message: "No fact is called \(name). Declare it under facts, or mend the name."))
            self = .isKnown(name)
            return
        }
        func value(_ node: Node) -> FactValue {
            let written = node.scalar?.string ?? ""
            if fact.kind == .choice, !fact.options.keys.contains(written) {
                problems.append(
                    Problem(
                        path: path, line: node.mark?.line,
                        message:
                            "\(name) has no option \(written). It has \(fact.options.keys.sorted().joined(separator: ", "))."
                    ))
            }
            if let value = FactValue(written, as: fact.kind) { return value }
            problems.append(
                Problem(
                    path: path, line: node.mark?.line,
                    message: "\(written) is no \(fact.kind.rawValue), which \(name) is."))
            return .text(written)
        }
        if let list = node["in"]?.sequence {
            self = .isOneOf(name, list.map(value))
            return
        }
        guard let comparison = Comparison.allCases.first(where: { node[$0.rawValue] != nil }),
            let written = node[comparison.rawValue]
        else {
            self = .isKnown(name)
            return
        }
        let fits =
            comparison.isForDays
            ? fact.kind == .day : !comparison.isForOrder || fact.kind == .number
        if !fits {
            problems.append(
                Problem(
                    path: path, line: node.mark?.line,
                    message:
                        "\(comparison.rawValue) compares \(comparison.isForDays ? "dates" : "numbers"), and \(name) is a \(fact.kind.rawValue)."
                ))
        }
        var operand = Operand(base: .decisionDay)
        if written.scalar != nil {
            operand.base = .value(value(written))
        } else if let other = written["fact"]?.scalar?.string {
            operand.base = .fact(other)
            if facts[other]?.kind != fact.kind {
                problems.append(
                    Problem(
                        path: path, line: written.mark?.line,
                        message: "\(name) can only be compared with a fact of the same kind; \(other) is none."))
            }
        }
        if let shift = written["plus"] { operand.shift = DayShift(shift) }
        if let shift = written["minus"] { operand.shift = DayShift(shift).negated }
        if operand.shift != nil, fact.kind != .day {
            problems.append(
                Problem(path: path, line: written.mark?.line, message: "Only dates can be shifted by plus or minus."))
        }
        self = .compare(name, comparison, operand)
    }
}
