import EventModel
import Testing

@testable import Workflows

@Suite("Settings of a jurisdiction")
struct SettingTests {
    private func problems(_ written: [String: String]) throws -> [String] {
        let document = try way()
        do {
            _ = try document.settings(written)
            return []
        } catch { return error.list.map(\.description) }
    }

    @Test("What a jurisdiction chose is read as facts, under the names that rules use")
    func read() throws {
        let values = try way().settings(["months": "6", "office": "north"])
        #expect(values == ["setting.months": .number(6), "setting.office": .text("north")])
        #expect(try way().settings(["months": "6"]) == ["setting.months": .number(6)])
        let known = KnownFacts(["consents": .truth(true)], settings: values, on: day("2026-01-01"))
        #expect(known.values.count == 3)
    }

    @Test("A value that is missing, unknown or of the wrong kind is named")
    func wrong() throws {
        #expect(try problems([:]) == ["setting.months: It is missing and has no default: Months. Give it a value."])
        #expect(try problems(["months": "six"]) == ["setting.months: Write a whole number. Found six."])
        #expect(
            try problems(["months": "6", "office": "west", "size": "1"]) == [
                "setting.office: Use one of north, south. Found west.",
                "setting.size: There is no setting size. Known are months, office.",
            ])
    }

    @Test("A rule on a setting that is not given stays open")
    func open() throws {
        let read = try way(
            (
                "rule: {fact: consents, is: true}",
                "rule: {all: [{fact: consents, is: true}, {fact: setting.months, over: 3}]}"
            ))
        let facts: [String: FactValue] = ["consents": .truth(true)]
        let track = read.tracks[0]
        let before = read.screen(KnownFacts(facts, on: day("2026-01-01")), for: track)
        #expect(before.finding == .notKnown && before.answers[0].missing == ["setting.months"])
        let after = read.screen(
            KnownFacts(facts, settings: try read.settings(["months": "6"]), on: day("2026-01-01")), for: track)
        #expect(after.finding == .met && after.answers[0].known["setting.months"] == .number(6))
    }

    @Test("Wyandotte's document cannot be used before the county has said what it has not published")
    func wyandotte() throws {
        let document = try WorkflowDocument(yaml: BundledModuleTests.file("WyandotteCounty", "workflow.yaml"))
        #expect(document.settings.values.filter(\.isRequired).count == 4)
        #expect(throws: Problems.self) { try document.settings([:]) }
    }
}
