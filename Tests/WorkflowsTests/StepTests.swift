import EventModel
import Testing

@testable import Workflows

@Suite("Taking steps")
struct StepTests {
    private let document: WorkflowDocument
    private let track: Track
    private let facts = KnownFacts(
        ["consents": .truth(true)], settings: ["setting.months": .number(6), "setting.office": .text("north")],
        on: day("2026-03-02"))

    init() throws {
        document = try way()
        track = document.tracks[0]
    }

    private func open(_ progress: TrackProgress, _ facts: KnownFacts? = nil) -> [String] {
        document.steps(open: progress, track: track, facts: facts ?? self.facts).map(\.id)
    }

    private func take(
        _ id: String, _ progress: TrackProgress, _ fields: [String: FactValue] = [:], reason: String? = nil,
        facts: KnownFacts? = nil
    ) throws -> TrackProgress {
        try document.take(
            try #require(track.step(id)), in: progress, track: track, facts: facts ?? self.facts, fields: fields,
            reason: reason)
    }

    private func refused(
        _ id: String, _ state: String, _ fields: [String: FactValue] = [:], reason: String? = nil,
        facts: KnownFacts? = nil
    ) -> StepRefusal? {
        do {
            _ = try take(id, TrackProgress(state: state), fields, reason: reason, facts: facts)
            return nil
        } catch { return error as? StepRefusal }
    }

    @Test("A case goes from the first state to an end, and collects fields and milestones")
    func whole() throws {
        var progress = try #require(document.begin(track))
        #expect(progress == TrackProgress(state: "start") && open(progress) == ["agree", "leave"])
        progress = try take("agree", progress, ["agreed-on": .day(day("2026-03-02"))])
        #expect(progress.state == "under-way" && open(progress) == ["contact", "finish", "leave"])
        progress = try take("contact", progress, ["done": .truth(false)])
        #expect(progress.milestones == ["agree"] && track.ending(progress) == nil)
        progress = try take("finish", progress, ["done": .truth(true)])
        #expect(progress.state == "finished" && progress.milestones == ["agree", "finish"])
        #expect(progress.fields == ["agreed-on": .day(day("2026-03-02")), "done": .truth(true)])
        #expect(track.ending(progress) == .completed && !track.isOver(progress) && open(progress) == ["seal"])
        progress = try take("seal", progress)
        #expect(track.ending(progress) == .completed && track.isOver(progress) && open(progress) == [])
    }

    @Test("A track without states has no way, and none begins")
    func none() throws {
        let short = try Self.short()
        #expect(short.begin(short.tracks[0]) == nil)
    }

    private static func short() throws -> WorkflowDocument {
        try WorkflowsTests.document(criteria: criterion("rule", "{fact: age, over: 1}"))
    }

    @Test("A step is refused for the first thing that is wrong")
    func refusals() {
        let on = FactValue.day(day("2026-03-02"))
        #expect(refused("finish", "start", ["done": .truth(true)]) == .notNow)
        #expect(refused("agree", "start") == .missingField("agreed-on"))
        #expect(refused("agree", "start", ["agreed-on": on, "done": .truth(true)]) == .unknownField("done"))
        #expect(refused("agree", "start", ["agreed-on": .text("Monday")]) == .wrongKind("agreed-on"))
        #expect(refused("agree", "start", ["agreed-on": on, "mode": .text("letter")]) == .wrongKind("mode"))
        #expect(refused("agree", "start", ["agreed-on": on, "mode": .text("phone")]) == nil)
        #expect(refused("agree", "start", ["agreed-on": on], reason: "moved") == .unknownReason("moved"))
        #expect(refused("leave", "start") == .reasonRequired)
        #expect(refused("leave", "start", reason: "bored") == .unknownReason("bored"))
        #expect(refused("leave", "under-way", reason: "moved") == nil)
    }

    @Test("A condition decides over facts, settings, and the fields that are given with the step")
    func conditions() {
        let rule = Words(en: "It is done.", es: "Está hecho.")
        #expect(refused("finish", "under-way", ["done": .truth(false)]) == .guardNotMet(rule))
        #expect(refused("finish", "under-way") == .guardNotKnown(rule, missing: ["done"]))
        let south = KnownFacts(["setting.months": .number(6), "setting.office": .text("south")], on: facts.day)
        #expect(refused("finish", "under-way", ["done": .truth(true)], facts: south) == .guardNotMet(rule))
        let short = KnownFacts(["setting.months": .number(2), "setting.office": .text("north")], on: facts.day)
        #expect(refused("finish", "under-way", ["done": .truth(true)], facts: short) == .guardNotMet(rule))
        #expect(refused("finish", "under-way", ["done": .truth(true)]) == nil)
    }

    @Test("A step stays open while its condition could be met, whatever its own form answered before")
    func stillOpen() throws {
        let before = TrackProgress(state: "under-way", fields: ["done": .truth(false)])
        #expect(open(before).contains("finish"))
        let south = KnownFacts(["setting.months": .number(6), "setting.office": .text("south")], on: facts.day)
        #expect(!open(before, south).contains("finish"))
    }

    @Test("A refusal changes nothing, and a step of another track is none")
    func foreign() throws {
        var other = track
        other.steps.removeAll { $0.id == "agree" }
        #expect(throws: StepRefusal.notNow) {
            try document.take(
                try #require(track.step("agree")), in: TrackProgress(state: "start"), track: other, facts: facts,
                fields: ["agreed-on": .day(facts.day)])
        }
    }

    @Test("Each refusal has a code, and cases can name every code")
    func codes() {
        let rule = Words(en: "R", es: "R")
        let all: [StepRefusal] = [
            .notNow, .guardNotMet(rule), .guardNotKnown(rule, missing: []), .missingField("f"), .unknownField("f"),
            .wrongKind("f"), .reasonRequired, .unknownReason("r"),
        ]
        #expect(all.map(\.code) == StepRefusal.codes)
    }
}
