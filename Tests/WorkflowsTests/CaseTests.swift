import EventModel
import Testing

@testable import Workflows

@Suite("Cases with steps")
struct CaseTests {
    private func read(_ body: String) throws -> [ScreeningCase] {
        try ScreeningCase.read(
            yaml: "throughline: workflow-cases/1\nsettings: {months: 6, office: north}\ncases:\n" + body, for: try way()
        )
    }

    private func failures(_ steps: String, _ then: String) throws -> [String] {
        try read(
            "  - {name: N, track: one, date: 2026-03-02, given: {consents: true}, steps: [\(steps)], then: {\(then)}}"
        )[0].failures(in: try way())
    }

    private let agree = "{take: agree, fields: {agreed-on: 2026-03-02}}"

    @Test("What comes of the steps is what is expected")
    func kept() throws {
        #expect(
            try failures(
                "\(agree), {take: contact, on: 2026-03-04}",
                "finding: met, state: under-way, milestones: [agree], due: {weekly: 2026-03-11, whole: 2026-09-02}")
                == [])
        #expect(try failures("\(agree), {take: finish, fields: {done: false}}", "refused: guard-not-met") == [])
        #expect(try failures("{take: leave, reason: moved}", "state: gone, due: {}") == [])
        #expect(try failures("", "due: {answer: 2026-03-16}, milestones: []") == [])
    }

    @Test(
        "What differs is said",
        arguments: [
            ("{take: leave}", "state: gone", ["leave is refused: reason-required", "the state is start, not gone"]),
            ("{take: leave}", "refused: not-now", ["leave is refused: reason-required, not not-now"]),
            ("{take: leave, reason: moved}", "refused: not-now", ["leave is taken, not refused: not-now"]),
            ("{take: seal}, {take: leave, reason: moved}", "refused: not-now", ["seal is refused: not-now"]),
            ("", "milestones: [agree]", ["the milestones are none, not agree"]),
            ("", "due: {}", ["due are answer on 2026-03-16, not none"]),
            ("", "due: {answer: 2026-03-17}", ["due are answer on 2026-03-16, not answer on 2026-03-17"]),
        ])
    func broken(steps: String, then: String, expected: [String]) throws {
        #expect(try failures(steps, then) == expected)
    }

    @Test("A case's own settings stand before those of the file")
    func ownSettings() throws {
        let one = try read(
            "  - {name: N, track: one, date: 2026-03-02, given: {}, settings: {months: 2}, then: {due: {}}}")[0]
        #expect(one.given.values == ["setting.months": .number(2), "setting.office": .text("north")])
    }

    @Test(
        "A mistake in a step is named with its place",
        arguments: [
            ("steps: [{take: go}], then: {state: start}", "cases[0].steps[0].take: There is no step go"),
            ("steps: [{take: leave, reason: bored}], then: {state: start}", "There is no reason bored"),
            ("steps: [{take: agree, fields: {when: 1}}], then: {state: start}", "has no field when"),
            ("steps: [{take: agree, fields: {agreed-on: May}}], then: {state: start}", "May is no value of agreed-on"),
            ("steps: [{take: leave, on: 2026-03-01}], then: {state: start}", "is before what came before it"),
            ("then: {state: nowhere}", "There is no state nowhere"), ("then: {}", "Say what is expected"),
            ("then: {refused: no}", "Use one of not-now"),
            ("then: {due: {monthly: 2026-01-01}}", "has no deadline monthly"),
            ("settings: {years: 1}, then: {state: start}", "has no setting years"),
        ])
    func mistakes(rest: String, message: String) {
        #expect {
            try read("  - {name: N, track: one, date: 2026-03-02, given: {}, \(rest)}")
        } throws: {
            "\($0)".contains(message)
        }
    }
}
