import EventModel
import Testing

@testable import ModuleHost

@Suite("Payload schema")
struct PayloadSchemaTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        let keyword: String
        let schema: JSONObject
        let good: [JSONValue]
        let bad: [JSONValue]
        var testDescription: String { keyword }
    }

    static let rules: [Rule] = [
        Rule(keyword: "type", schema: ["type": "string"], good: ["a"], bad: [1, true, .null, .array([])]),
        Rule(
            keyword: "type", schema: ["type": .array(["integer", "null"])], good: [1, .null],
            bad: ["a", .object([:])]),
        Rule(keyword: "enum", schema: ["enum": .array(["a", 2])], good: ["a", 2], bad: ["b", .null]),
        Rule(keyword: "const", schema: ["const": .object(["a": 1])], good: [.object(["a": 1])], bad: [.object([:])]),
        Rule(keyword: "minLength", schema: ["minLength": 2], good: ["ab", "né", 1], bad: ["a", ""]),
        Rule(keyword: "maxLength", schema: ["maxLength": 2], good: ["", "né"], bad: ["abc"]),
        Rule(keyword: "minimum", schema: ["minimum": 0], good: [0, 1, "a"], bad: [-1]),
        Rule(keyword: "maximum", schema: ["maximum": 10], good: [10], bad: [11]),
        Rule(
            keyword: "required", schema: ["required": .array(["a"])], good: [.object(["a": .null])],
            bad: [.object([:])]),
        Rule(
            keyword: "additionalProperties",
            schema: ["properties": .object(["a": .object([:])]), "additionalProperties": false],
            good: [.object([:]), .object(["a": 1])], bad: [.object(["b": 1])]),
        Rule(
            keyword: "type", schema: ["items": .object(["type": "integer"])], good: [.array([]), .array([1, 2])],
            bad: [.array([1, "a"])]),
    ]

    @Test("Each keyword lets the good through and names itself for the bad", arguments: rules)
    func keywords(_ rule: Rule) throws {
        let schema = try PayloadSchema(.object(rule.schema))
        for value in rule.good { #expect(throws: Never.self) { try schema.check(value) } }
        for value in rule.bad {
            let violation = #expect(throws: SchemaViolation.self) { try schema.check(value) }
            #expect(violation?.keyword == rule.keyword)
        }
    }

    @Test("A violation says where")
    func place() throws {
        let charge: JSONValue = .object(["properties": .object(["statute": .object(["maxLength": 3])])])
        let schema = try PayloadSchema(.object(["properties": .object(["charges": .object(["items": charge])])]))
        let value: JSONValue = .object(["charges": .array([.object([:]), .object(["statute": "long"])])])
        #expect(throws: SchemaViolation(place: "/charges/1/statute", keyword: "maxLength")) { try schema.check(value) }
    }

    @Test(
        "A keyword with a value that it cannot have is refused",
        arguments: [
            ["type": "number"], ["type": 1], ["type": .array([])], ["required": "a"], ["required": .array([1])],
            ["additionalProperties": true], ["enum": .array([])], ["minLength": -1], ["items": true],
            ["minLength": 5, "maxLength": 2], ["minimum": 5, "maximum": 2],
        ] as [JSONObject])
    func wrongValues(_ document: JSONObject) {
        let error = #expect(throws: SchemaError.self) { try PayloadSchema(.object(document)) }
        if case .wrongValue = error {} else { Issue.record("\(String(describing: error))") }
    }

    @Test(
        "Every other keyword of JSON Schema is refused by name",
        arguments: ["$ref", "allOf", "anyOf", "format", "if", "multipleOf", "not", "oneOf", "pattern", "uniqueItems"])
    func unsupported(_ keyword: String) {
        #expect(throws: SchemaError.unsupportedKeyword(keyword, at: "")) {
            try PayloadSchema(.object([keyword: true]))
        }
    }

    @Test("A schema cannot be nested without end")
    func depth() {
        let deep = (0..<40).reduce(JSONValue.object([:])) { inner, _ in .object(["items": inner]) }
        let error = #expect(throws: SchemaError.self) { try PayloadSchema(deep) }
        if case .tooDeep = error {} else { Issue.record("\(String(describing: error))") }
    }
}
