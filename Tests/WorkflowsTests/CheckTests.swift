import BundledModules
import EventModel
import Foundation
import Testing

@testable import Workflows

@Suite("Checking workflow documents")
struct CheckTests {
    private let every =
        "{all: [{fact: level, is: felony}, {fact: age, over: 1}, {fact: consents, is: true}, {fact: last, after: {fact: first}}]}"

    @Test("A document that uses, cites, translates and answers everything has no remarks")
    func clean() throws { #expect(try document(criteria: criterion("rule", every)).check() == []) }

    @Test("Facts that no rule uses, rules without a citation and texts without Spanish are faults")
    func faults() throws {
        let lean = try document(criteria: criterion("rule", "{fact: age, over: 1}", "from: 2020-01-01")).check()
        #expect(lean.about(.fault) == ["level", "consents", "last", "first", "rule"])
        let text = yaml(criteria: criterion("rule", every)).replacingOccurrences(
            of: "{en: Rule, es: Regla}", with: "{en: Rule}")
        #expect(try WorkflowDocument(yaml: text).check().about(.fault) == ["rule"])
        let bare = yaml(criteria: "").replacingOccurrences(of: "criteria:", with: "criteria: []")
        #expect(try WorkflowDocument(yaml: bare).check().about(.fault).contains("one"))
    }

    @Test(
        "The three equity checks ask until they are answered",
        arguments: [("record", "categorical-exclusion"), ("fee", "mandatory-fee"), ("plea", "plea-required")])
    func equity(concern: String, lint: String) throws {
        let fact =
            "  priors: {text: {en: P, es: P}, kind: number, concerns: \(concern), sensitivity: restricted}"
        let rules = criterion("rule", every) + "\n" + criterion("priors-rule", "{fact: priors, is: 0}")
        let asked = try document(facts: fact, criteria: rules).check()
        #expect(asked.map(\.weight) == [.question])
        #expect(asked.first?.about == "priors-rule" && asked.first?.message.contains(lint) == true)
        let answer = "equity:\n  - {asks: \(lint), about: priors-rule, answer: {en: Why, es: Por qué}, by: Us}"
        #expect(try document(facts: fact, criteria: rules, equity: answer).check() == [])
        let idle = "equity:\n  - {asks: \(lint), about: rule, answer: {en: Why, es: Por qué}, by: Us}"
        #expect(try document(facts: fact, criteria: rules, equity: idle).check().map(\.weight) == [.fault, .question])
    }

    @Test("A rule counts from its first to its last day")
    func inForce() throws {
        let read = try document(
            criteria: criterion("rule", "{fact: age, over: 17}", "from: 2020-01-01\n        to: 2020-12-31"))
        for (on, count) in [("2019-12-31", 0), ("2020-01-01", 1), ("2020-12-31", 1), ("2021-01-01", 0)] {
            let screening = read.screen(KnownFacts([:], on: day(on)), for: read.tracks[0])
            #expect(screening.answers.count == count)
            #expect(screening.finding == (count == 0 ? .met : .notKnown))
        }
    }

    @Test("An answer names the facts that it rests on and those that are missing")
    func explains() throws {
        let read = try document(criteria: criterion("rule", every))
        let screening = read.screen(
            KnownFacts(["age": .number(3), "level": .text("misdemeanor")], on: day("2026-10-13")), for: read.tracks[0])
        #expect(screening.finding == .notMet)
        #expect(screening.answers[0].known == ["age": .number(3), "level": .text("misdemeanor")])
        #expect(screening.answers[0].missing == ["consents", "first", "last"])
    }
}

@Suite("Bundled modules")
struct BundledModuleTests {
    static let folders = BundledModules.names + ["Starter"]

    static func file(_ folder: String, _ name: String) throws -> String {
        try String(contentsOf: BundledModules.folder(folder).appendingPathComponent(name), encoding: .utf8)
    }

    @Test("Each is sound, has nothing to mend or to answer, and keeps its cases", arguments: folders)
    func bundled(folder: String) throws {
        let document = try WorkflowDocument(yaml: Self.file(folder, "workflow.yaml"))
        #expect(document.check().filter { $0.weight > .note } == [])
        let cases = try ScreeningCase.read(yaml: Self.file(folder, "cases.yaml"), for: document)
        #expect(cases.count >= 3)
        for one in cases { #expect(one.failures(in: document) == [], "\(one.name)") }
    }

    @Test("A case that is not kept says which answer differs")
    func kept() throws {
        let document = try WorkflowDocument(yaml: Self.file("CookCounty", "workflow.yaml"))
        let cases = try ScreeningCase.read(
            yaml: """
                throughline: workflow-cases/1
                cases:
                  - name: Wrong
                    track: restorative-justice
                    date: 2026-10-13
                    given: {age: 40}
                    then: {finding: met, criteria: {rjcc.age: met, rjcc.north-lawndale: met}}
                """, for: document)
        #expect(
            cases[0].failures(in: document) == [
                "restorative-justice is not-met, not met", "rjcc.age is not-met, not met",
                "rjcc.north-lawndale is not in force, not met",
            ])
    }

    @Test(
        "A file of cases with a mistake is refused",
        arguments: [
            ("track: nowhere", "There is no track nowhere"), ("given: {agee: 4}", "has no fact agee"),
            ("given: {age: old}", "old is no value of age"), ("then: {finding: maybe}", "Use one of"),
            ("then: {finding: met, criteria: {x: met}}", "has no criterion x"), ("wen: 1", "There is no key wen"),
        ])
    func mistakes(line: String, message: String) throws {
        let document = try WorkflowDocument(yaml: Self.file("CookCounty", "workflow.yaml"))
        var lines = ["track: restorative-justice", "date: 2026-10-13", "given: {age: 40}", "then: {finding: met}"]
        let key = line.prefix { $0 != ":" }
        lines.removeAll { $0.hasPrefix(key + ":") }
        let text =
            "throughline: workflow-cases/1\ncases:\n  - name: One\n" + (lines + [line]).map { "    \($0)\n" }.joined()
        #expect {
            try ScreeningCase.read(yaml: text, for: document)
        } throws: {
            "\($0)".contains(message)
        }
    }
}
