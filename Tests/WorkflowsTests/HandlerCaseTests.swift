import EventModel
import ModuleKit
import Testing

@testable import Workflows

@Suite("Cases of handlers")
struct HandlerCaseTests {
    private func read(_ lines: String) throws -> HandlerCase {
        let indented = lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let yaml = """
            throughline: handler-cases/1
            jurisdiction: us-zz-example
            cases:
              - name: One
                date: 2026-10-13
            """
        return try #require(try HandlerCase.read(yaml: "\(yaml)\n\(indented)").first)
    }

    @Test("A case asks what a host would ask, and a date stays the text that it is")
    func question() throws {
        let one = try read(
            """
            decide: example.plan
            payload: {starts: 2026-10-14, hours: 20, code: '20', firm: true, note: null, parts: [a, 2]}
            then: {events: [{type: example.planned, payload: {hours: 20}}]}
            """)
        let payload: JSONObject = [
            "starts": "2026-10-14", "hours": 20, "code": "20", "firm": true, "note": .null, "parts": .array(["a", 2]),
        ]
        let on = try #require(Day("2026-10-13"))
        #expect(
            one.question
                == .decide(
                    DecideRequest(jurisdiction: "us-zz-example", on: on, command: "example.plan", payload: payload)))
        let kept = Message.events([ProposedEvent(type: "example.planned", payload: ["hours": 20])])
        #expect(one.failures(of: kept) == [])
        #expect(
            one.failures(of: .events([])) == [
                #"expected events [{"payload":{"hours":20},"type":"example.planned"}]"#, "answered events []",
            ])
    }

    @Test("A refusal is known by its code, whatever its words")
    func refusal() throws {
        let one = try read("decide: example.plan\nthen: {refused: too_late}")
        #expect(one.failures(of: .refusal(Refusal(code: "too_late", reason: "Any words."))) == [])
        #expect(one.failures(of: .refusal(Refusal(code: "too_early", reason: ""))).count == 2)
        #expect(one.failures(of: .events([])).first == "expected the refusal too_late")
    }

    @Test("An event that has happened and a screening can be asked about too")
    func others() throws {
        let event = PastEvent(
            type: "example.planned", stream: "case-1", occurredAt: "2026-10-13T12:00:00.000000Z", payload: [:])
        let reacting = try read(
            "react: example.planned\nthen: {reactions: [{propose: deadline, name: end, on: 2026-11-13}]}")
        #expect(reacting.question == .react(ReactRequest(jurisdiction: "us-zz-example", event: event)))
        let end = Reaction.deadline(name: "end", on: try #require(Day("2026-11-13")))
        #expect(reacting.expected == .answer(.reactions([end])))
        let projecting = try read("project: example.planned\nthen: {rows: [{table: plans, key: case-1}]}")
        #expect(projecting.expected == .answer(.rows([RowChange(table: "plans", key: "case-1", columns: nil)])))
        let screening = try read("inputs: {age: 17}\nthen: {criteria: [{id: age, outcome: not_met, facts: {age: 17}}]}")
        let answer = CriterionAnswer(id: "age", outcome: .notMet, facts: ["age": 17])
        #expect(screening.expected == .answer(.screening(ModuleKit.Screening(criteria: [answer]))))
    }

    @Test(
        "A mistake is told with its place",
        arguments: [
            ("decide: a.b\nreact: a.c\nthen: {events: []}", "Ask for one of decide and react."),
            ("decide: a.b\nthen: {rows: []}", "Write events or refused here"),
            ("decide: a.b\nthen: {events: [], refused: x}", "Write events or refused here"),
            ("decide: a.b\nthen: {events: [{payload: {}}]}", "cases[0].then.events: Write each entry"),
            ("react: a.b\nthen: {reactions: [{propose: party}]}", "cases[0].then.reactions"),
            ("decide: a.b\npaylod: {}\nthen: {events: []}", "There is no key paylod here."),
            ("decide: a.b", "then is missing."),
        ])
    func mistakes(_ lines: String, _ message: String) {
        let problems = #expect(throws: Problems.self) { try read(lines) }
        #expect(problems?.description.contains(message) == true, "\(problems.map(String.init(describing:)) ?? "")")
    }
}
