import EventModel
import Foundation
import Testing

@testable import Workflows

@Suite("Workflow documents")
struct DocumentTests {
    private func problems(_ text: String) -> [Problem] {
        do {
            _ = try WorkflowDocument(yaml: text)
            return []
        } catch { return error.list }
    }

    @Test("A sound document is read whole")
    func sound() throws {
        let read = try document(
            criteria: criterion("rule", "{fact: age, over: 17}", "from: 2020-01-01"),
            track: """
                    months: 12
                    relief:
                      - {kind: seal, text: {en: Sealed, es: Sellado}, citation: Law 2, confidence: high, automatic: true,
                         after: {years: 1}, within: {days: 60}}
                """)
        #expect(read.id == "us-zz-test.diversion" && read.version.description == "1.2.3")
        #expect(read.tracks[0].months == 12)
        #expect(read.facts["age"]?.sensitivity == .personal)
        let relief = read.tracks[0].relief[0]
        #expect(relief.earliest(completedOn: day("2025-03-01")) == day("2026-03-01"))
        #expect(relief.latest(completedOn: day("2025-03-01")) == day("2026-04-30"))
    }

    @Test(
        "A mistake is named with its line and what to do",
        arguments: [
            (criterion("rule", "{fact: aeg, over: 17}"), "No fact is called aeg"),
            (criterion("rule", "{fact: age, beyond: 17}"), "Beside fact, use one of"),
            (criterion("rule", "{fact: age, over: many}"), "many is no number"),
            (criterion("rule", "{fact: level, is: felon}"), "level has no option felon"),
            (criterion("rule", "{fact: level, over: felony}"), "over compares numbers"),
            (criterion("rule", "{fact: age, before: 3}"), "before compares dates"),
            (criterion("rule", "{fact: age, over: {fact: last}}"), "same kind"),
            (criterion("rule", "{fact: age, over: {day: tomorrow}}"), "{day: decision}"),
            (criterion("rule", "{all: []}"), "all takes a list"), (criterion("rule", "felony"), "Write all, any"),
            (criterion("rule", "{fact: age, known: false}"), "use not for the opposite"),
            (criterion("Rule 1", "{fact: age, over: 1}"), "Use lower-case letters"),
            (criterion("rule", "{fact: age, over: 1}", "form: 2020-01-01"), "There is no key form here"),
            (criterion("rule", "{fact: age, over: 1}", "from: 01/02/2020"), "Write a date as"),
            (
                criterion("rule", "{fact: age, over: 1}", "from: 2021-01-01\n        to: 2020-01-01"),
                "to is before from"
            ),
        ])
    func mistakes(criteria: String, message: String) throws {
        let found = problems(yaml(criteria: criteria))
        #expect(found.contains { $0.message.contains(message) }, "\(found)")
        #expect(found.allSatisfy { ($0.line ?? 0) >= 15 }, "\(found)")
    }

    @Test("Every mistake is named at once, in the order of the lines")
    func all() {
        let text = yaml(criteria: criterion("One", "{fact: age, over: 1}") + "\n" + criterion("two", "[]"))
        #expect(problems(text).count == 2)
        #expect(problems(text).map(\.line) == problems(text).map(\.line).sorted { $0! < $1! })
    }

    @Test("An id names one thing")
    func doubled() {
        let text = yaml(
            criteria: criterion("same", "{fact: age, over: 1}") + "\n" + criterion("same", "{fact: age, over: 2}"))
        #expect(
            problems(text).map(\.message) == ["same is used twice. An id names one track, criterion, step or deadline."]
        )
    }

    @Test(
        "What is no YAML, empty or too long is refused",
        arguments: ["a: [", "", String(repeating: "# x\n", count: 70_000)])
    func refused(text: String) { #expect(problems(text).count == 1) }

    @Test("A few lines that stand for billions are refused before anything reads them")
    func aliases() {
        let levels = (1...12).map { level in
            "{all: &a\(level) ["
                + Array(repeating: level == 1 ? "{fact: age, over: 1}" : "{all: *a\(level - 1)}", count: 10)
                .joined(separator: ", ") + "]}"
        }
        let rule = "{all: [\(levels.joined(separator: ", "))]}"
        let found = problems(yaml(criteria: criterion("rule", rule)))
        #expect(found.map(\.message) == ["The document repeats itself too often. Use fewer aliases."])
        let deep =
            String(repeating: "{not: ", count: 5000) + "{fact: age, over: 1}" + String(repeating: "}", count: 5000)
        #expect(problems(yaml(criteria: criterion("rule", deep))).count == 1)
        let nested =
            String(repeating: "{not: ", count: 400) + "{fact: age, over: 1}" + String(repeating: "}", count: 400)
        #expect(problems(yaml(criteria: criterion("rule", nested))) == [])
    }

    @Test("Anything at all is read or refused, and never crashes")
    func noise() throws {
        var random = SystemRandomNumberGenerator()
        let good = Array(yaml(criteria: criterion("rule", "{fact: age, over: 17}")))
        for _ in 0..<300 {
            var text = good
            for _ in 0..<Int.random(in: 1...6) {
                let index = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: text.remove(at: index)
                case 1: text[index] = "{}[]:,-&*!'\"\n 9a".randomElement(using: &random)!
                default: text.insert(text[Int.random(in: 0..<text.count)], at: index)
                }
            }
            _ = problems(String(text))
        }
    }

    @Test("Later versions are greater, and only three plain numbers are one")
    func versions() {
        #expect(ModuleVersion("1.10.0")! > ModuleVersion("1.9.9")!)
        for text in ["1", "1.0", "1.0.0.0", "01.0.0", "1.0.-1", "a.b.c", " 1.0.0", "1..0"] {
            #expect(ModuleVersion(text) == nil, "\(text)")
        }
    }
}
