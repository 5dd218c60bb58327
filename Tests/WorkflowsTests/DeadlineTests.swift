import EventModel
import Testing

@testable import Workflows

@Suite("Deadlines of a track")
struct DeadlineTests {
    private let track: Track
    private let known = KnownFacts(["setting.months": .number(6)], on: day("2026-03-02"))

    init() throws { track = try way().tracks[0] }

    private func changes(
        _ id: String, from state: String, open: Set<String> = [], on: String = "2026-03-02", known: KnownFacts? = nil
    ) throws -> DeadlineChanges {
        track.deadlines(
            after: try #require(track.step(id)), from: state, open: open, on: day(on), known: known ?? self.known,
            isBusinessDay: { $0.weekday <= 5 && $0 != day("2026-03-06") })
    }

    @Test("The first state's deadlines begin with it")
    func begin() {
        let begun = track.deadlines(begunOn: day("2026-03-02"), known: known) { _ in true }
        #expect(begun == DeadlineChanges(set: [.init(deadline: "answer", due: day("2026-03-16"))]))
    }

    @Test("A step meets what it meets, and begins its own and those of the state it enters")
    func enter() throws {
        let changes = try changes("agree", from: "start", open: ["answer"])
        #expect(changes.met == ["answer"] && changes.cancelled == [] && changes.unknown == [])
        // Five business days from Monday, with a Friday off.
        #expect(
            changes.set == [
                .init(deadline: "weekly", due: day("2026-03-10")), .init(deadline: "whole", due: day("2026-09-02")),
            ])
    }

    @Test("A step that stays in its state begins its own anew, and not the state's")
    func stay() throws {
        let changes = try changes(
            "contact", from: "under-way", open: ["weekly", "whole", "appearance"], on: "2026-03-09")
        #expect(changes.met == ["weekly", "appearance"] && changes.cancelled == [])
        #expect(changes.set == [.init(deadline: "weekly", due: day("2026-03-16"))])
    }

    @Test("What no step ahead can meet any more is cancelled")
    func cancel() throws {
        let changes = try changes("leave", from: "under-way", open: ["weekly", "whole", "appearance"])
        #expect(changes.met == ["whole"] && changes.cancelled == ["weekly", "appearance"] && changes.set == [])
    }

    @Test("A deadline that begins while it runs is cancelled and set again")
    func again() throws {
        let changes = try changes("agree", from: "start", open: ["weekly"])
        #expect(changes.cancelled == ["weekly"] && changes.set.map(\.deadline) == ["weekly", "whole"])
    }

    @Test("A length that is not known, or no length at all, sets no date", arguments: [nil, 0, -1, 5001] as [Int?])
    func unknown(months: Int?) throws {
        let known = KnownFacts(
            months.map { ["setting.months": .number($0)] } ?? [:], on: day("2026-03-02"))
        let changes = try changes("agree", from: "start", known: known)
        #expect(changes.unknown == ["whole"] && changes.set.map(\.deadline) == ["weekly"])
    }

    @Test(
        "Each unit counts as the calendar does",
        arguments: [
            (Wait.Unit.days, 1, "2026-01-31", "2026-02-01"), (.weeks, 2, "2026-01-31", "2026-02-14"),
            (.months, 1, "2026-01-31", "2026-02-28"), (.years, 1, "2028-02-29", "2029-02-28"),
            (.businessDays, 1, "2026-01-30", "2026-02-02"), (.businessDays, 1, "2026-01-31", "2026-02-02"),
            (.businessDays, 10, "2026-01-30", "2026-02-13"),
        ])
    func units(unit: Wait.Unit, count: Int, start: String, end: String) {
        let wait = Wait(unit: unit, count: .number(count))
        #expect(wait.end(from: day(start), known: known) { $0.weekday <= 5 } == day(end))
    }

    @Test("A calendar without business days sets no date, and ends")
    func idleCalendar() {
        let wait = Wait(unit: .businessDays, count: .number(5000))
        #expect(wait.end(from: day("2026-01-30"), known: known) { _ in false } == nil)
    }
}
