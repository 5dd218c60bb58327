import EventModel
import Foundation
import ModuleKit
import Yams

extension HandlerCase {
    /// Reads a file of cases for a handler.
    public static func read(yaml: String) throws(Problems) -> [HandlerCase] {
        let node = try Node.read(yaml, "The file of cases")
        var problems = shape.problems(node)
        guard problems.isEmpty else { throw Problems(problems) }
        let jurisdiction = node.text("jurisdiction")
        var cases: [HandlerCase] = []
        for (index, item) in (node["cases"]?.sequence ?? []).enumerated() {
            do throws(Problem) {
                cases.append(try HandlerCase(item, jurisdiction: jurisdiction, at: "cases[\(index)]"))
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return cases
    }

    private static let shape = Shape.object([
        .init("throughline", .choice(["handler-cases/1"]), required: true, "The format of this file."),
        .init("jurisdiction", .text, required: true, "The slug of the jurisdiction that asks."),
        .init(
            "cases",
            .list(
                .object([
                    .init("name", .text, required: true, "A sentence that says what holds."),
                    .init("date", .day, required: true, "The date on which the handler is asked."),
                    .init("decide", .command, "The command that it decides."),
                    .init("react", .command, "The event that it is told of, to propose what follows."),
                    .init("project", .command, "The event that it is told of, to answer rows."),
                    .init("payload", .map(.json), "What the command or event says."),
                    .init("stream", .text, "The case whose history the event is part of."),
                    .init("state", .map(.json), "What the case's history leads to."),
                    .init("inputs", .map(.json), "The facts that are known, by name."),
                    .init(
                        "then",
                        .object([
                            .init("events", .list(.json), "The events that it proposes."),
                            .init("refused", .text, "The code of its refusal."),
                            .init("reactions", .list(.json), "What it proposes after an event."),
                            .init("rows", .list(.json), "The rows that it answers."),
                            .init("criteria", .list(.json), "What it answers to a screening."),
                        ]), required: true, "What is expected."),
                ])), required: true, "The cases. One without decide, react or project is a screening."),
    ])

    private init(_ node: Node, jurisdiction: String, at path: String) throws(Problem) {
        let asked = ["decide", "react", "project"].filter { node[$0] != nil }
        guard asked.count < 2 else {
            throw Problem(
                path: path, line: node.mark?.line, message: "Ask for one of \(asked.joined(separator: " and ")).")
        }
        name = node.text("name")
        question = Self.question(asked.first ?? "screen", node, jurisdiction: jurisdiction)
        expected = try Self.expectation(of: asked.first ?? "screen", node, at: "\(path).then")
    }

    private static func question(_ kind: String, _ node: Node, jurisdiction: String) -> Message {
        let on = Day(node.text("date")) ?? Day(daysSince1970: 0)
        let (payload, state, inputs) = (node.object("payload"), node.object("state"), node.object("inputs"))
        let event = PastEvent(
            type: node.text(kind), stream: node["stream"]?.scalar?.string ?? "case-1",
            occurredAt: "\(on)T12:00:00.000000Z", payload: payload)
        return switch kind {
        case "decide":
            .decide(
                DecideRequest(
                    jurisdiction: jurisdiction, on: on, command: node.text("decide"), payload: payload, state: state,
                    inputs: inputs))
        case "react": .react(ReactRequest(jurisdiction: jurisdiction, event: event, state: state, inputs: inputs))
        case "project": .project(ProjectRequest(jurisdiction: jurisdiction, event: event))
        default: .screen(ScreenRequest(jurisdiction: jurisdiction, on: on, inputs: inputs))
        }
    }

    private static func expectation(of kind: String, _ node: Node, at path: String) throws(Problem) -> Expectation {
        let then = node["then"]
        let written = then?.mapping?.keys.compactMap(\.string) ?? []
        if kind == "decide", written == ["refused"] { return .refusal(code: then?.text("refused") ?? "") }
        let key = ["decide": "events", "react": "reactions", "project": "rows"][kind] ?? "criteria"
        guard written == [key], let list = then?[key] else {
            let known = kind == "decide" ? "events or refused" : key
            throw Problem(path: path, line: then?.mark?.line, message: "Write \(known) here, and nothing else.")
        }
        do {
            let answer: Message =
                switch kind {
                case "decide": .events(try list.decoded())
                case "react": .reactions(try list.decoded())
                case "project": .rows(try list.decoded())
                default: .screening(ModuleKit.Screening(criteria: try list.decoded()))
                }
            return .answer(answer)
        } catch {
            throw Problem(
                path: "\(path).\(key)", line: list.mark?.line,
                message: "Write each entry with the keys that it has in a frame; Docs/modules.md shows them.")
        }
    }
}

extension Node {
    /// The JSON that a frame would hold for this; a date stays the text that it is.
    fileprivate var json: JSONValue {
        switch self {
        case .sequence(let list): .array(list.map(\.json))
        case .mapping(let map): .object(Self.members(map))
        case .scalar(let scalar): Self.value(scalar)
        case .alias: .null
        }
    }

    fileprivate func object(_ key: String) -> JSONObject { self[key]?.mapping.map(Self.members) ?? [:] }

    fileprivate func decoded<Value: Decodable>() throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(json))
    }

    private static func members(_ map: Mapping) -> JSONObject {
        JSONObject(map.map { ($0.key.scalar?.string ?? "", $0.value.json) }) { $1 }
    }

    private static func value(_ scalar: Scalar) -> JSONValue {
        guard scalar.style != .singleQuoted, scalar.style != .doubleQuoted else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let text: return Int64(text).map(JSONValue.integer) ?? .string(text)
        }
    }
}
