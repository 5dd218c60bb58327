import EventModel
import Testing

@testable import Workflows

@Suite("Conditions")
struct ConditionTests {
    private func find(_ text: String, _ facts: [String: FactValue], on: String = "2026-10-13") throws -> Finding {
        try rule(text).evaluate(KnownFacts(facts, on: day(on)))
    }

    @Test(
        "Each comparison says met or not met",
        arguments: [
            ("{fact: level, is: felony}", true), ("{fact: level, is: misdemeanor}", false),
            ("{fact: level, isNot: misdemeanor}", true), ("{fact: level, in: [felony, misdemeanor]}", true),
            ("{fact: level, in: [misdemeanor]}", false), ("{fact: age, over: 20}", true),
            ("{fact: age, over: 21}", false), ("{fact: age, atLeast: 21}", true), ("{fact: age, under: 21}", false),
            ("{fact: age, under: 22}", true), ("{fact: age, atMost: 21}", true), ("{fact: age, atMost: 20}", false),
            ("{fact: consents, is: true}", true), ("{fact: consents, is: false}", false),
            ("{fact: last, before: 2016-10-14}", true), ("{fact: last, before: 2016-10-13}", false),
            ("{fact: last, onOrBefore: 2016-10-13}", true), ("{fact: last, after: 2016-10-12}", true),
            ("{fact: last, after: 2016-10-13}", false), ("{fact: last, onOrAfter: 2016-10-13}", true),
            ("{fact: last, onOrAfter: {day: decision, minus: {years: 10}}}", true),
            ("{fact: last, before: {day: decision, minus: {years: 10}}}", false),
            ("{fact: last, after: {fact: first, plus: {months: 1, days: 1}}}", true),
            ("{fact: last, after: {fact: first, plus: {months: 2}}}", false), ("{fact: age, known: true}", true),
        ])
    func comparisons(text: String, isMet: Bool) throws {
        let facts: [String: FactValue] = [
            "level": .text("felony"), "age": .number(21), "consents": .truth(true), "last": .day(day("2016-10-13")),
            "first": .day(day("2016-09-11")),
        ]
        #expect(try find(text, facts) == (isMet ? .met : .notMet))
        #expect(try find("{not: \(text)}", facts) == (isMet ? .notMet : .met))
    }

    @Test(
        "What is not known stays open only while it could decide",
        arguments: [
            ("{fact: age, over: 1}", Finding.notKnown), ("{fact: age, known: true}", .notMet),
            ("{not: {fact: age, over: 1}}", .notKnown), ("{fact: last, after: {fact: first}}", .notKnown),
            ("{all: [{fact: consents, is: true}, {fact: age, over: 1}]}", .notKnown),
            ("{all: [{fact: consents, is: false}, {fact: age, over: 1}]}", .notMet),
            ("{any: [{fact: consents, is: true}, {fact: age, over: 1}]}", .met),
            ("{any: [{fact: consents, is: false}, {fact: age, over: 1}]}", .notKnown),
            ("{none: [{fact: consents, is: true}, {fact: age, over: 1}]}", .notMet),
            ("{none: [{fact: consents, is: false}, {fact: age, over: 1}]}", .notKnown),
            ("{none: [{fact: consents, is: false}]}", .met),
        ])
    func unknown(text: String, finding: Finding) throws {
        #expect(try find(text, ["consents": .truth(true)]) == finding)
    }

    @Test("Learning one more fact never turns met into not met, or the reverse")
    func monotone() throws {
        var random = SystemRandomNumberGenerator()
        let values: [String: FactValue] = [
            "level": .text("felony"), "age": .number(3), "consents": .truth(true), "last": .day(day("2020-01-01")),
        ]
        for _ in 0..<2000 {
            let condition = anyCondition(depth: 3, &random)
            var known = KnownFacts([:], on: day("2026-10-13"))
            var before = condition.evaluate(known)
            for name in values.keys.shuffled(using: &random) {
                known.values[name] = values[name]
                let after = condition.evaluate(known)
                #expect(before == .notKnown || before == after, "\(condition)")
                before = after
            }
            #expect(before != .notKnown)
        }
    }

    @Test(
        "Dates move by the calendar, and a day that its month lacks is the month's last",
        arguments: [
            ("2024-02-29", DayShift(years: 1), "2025-02-28"), ("2024-02-29", DayShift(years: 4), "2028-02-29"),
            ("2026-01-31", DayShift(months: 1), "2026-02-28"), ("2026-03-31", DayShift(months: -1), "2026-02-28"),
            ("2026-01-15", DayShift(months: -13), "2024-12-15"), ("2026-12-31", DayShift(days: 1), "2027-01-01"),
            ("2026-05-31", DayShift(months: 1, days: 1), "2026-07-01"),
        ])
    func shifts(start: String, shift: DayShift, end: String) { #expect(day(start).adding(shift) == day(end)) }

    private func anyCondition(depth: Int, _ random: inout SystemRandomNumberGenerator) -> Condition {
        let leaves: [Condition] = [
            .compare("level", .is, .init(base: .value(.text(Bool.random() ? "felony" : "misdemeanor")))),
            .compare("age", .atLeast, .init(base: .value(.number(Int.random(in: 0...5))))),
            .compare("consents", .is, .init(base: .value(.truth(.random())))),
            .compare("last", .before, .init(base: .decisionDay, shift: DayShift(years: -Int.random(in: 0...12)))),
            .isOneOf("level", [.text("felony")]),
        ]
        let leaf = leaves[Int.random(in: 0..<leaves.count, using: &random)]
        guard depth > 0 else { return leaf }
        let parts = (0..<Int.random(in: 1...3)).map { _ in anyCondition(depth: depth - 1, &random) }
        switch Int.random(in: 0...4, using: &random) {
        case 0: return .all(parts)
        case 1: return .any(parts)
        case 2: return .none(parts)
        case 3: return .not(parts[0])
        default: return leaf
        }
    }
}
