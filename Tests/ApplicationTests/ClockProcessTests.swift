import Application
import Casework
import CountySupport
import EventModel
import Foundation
import Testing

@Suite("Clock process", .timeLimit(.minutes(3)))
struct ClockProcessTests {
    @Test("A clock that came due while no process ran is missed at its own time, before the answer that came later")
    func missedBeforeAnswer() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            county.clock.advance(days: 7)
            try await county.take(.acknowledge, on: offer.id)
            #expect(try await county.ticks(of: offer.id).isEmpty)

            try await county.site.processes.catchUp(TestCounty.slug)
            let deadline = try #require(try await county.acknowledgement(of: offer.id))
            let steps = try await county.events("referral", offer.id)
            let offeredAt = try #require(steps.first { $0.type == "referral.offered" }).occurredAt
            let answeredAt = try #require(steps.first { $0.type == "referral.acknowledged" }).occurredAt
            #expect(
                try await county.ticks(of: offer.id) == [
                    Tick("clock.set", .acknowledge, at: offeredAt),
                    Tick("clock.reminded", .acknowledge, at: try #require(deadline.remindAt)),
                    Tick("clock.missed", .acknowledge, at: deadline.due),
                    Tick("clock.escalated", .acknowledge, at: try #require(deadline.escalateAt)),
                    Tick("clock.met", .acknowledge, at: answeredAt),
                    Tick("clock.set", .decide, at: answeredAt),
                ])
        }
    }

    @Test("A clock that is met in time is not missed, however late a process looks")
    func metInTime() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            try await county.take(.acknowledge, on: offer.id)
            try await county.take(.decline, on: offer.id) { $0.code = "no-capacity" }
            county.clock.advance(days: 1)
            try await county.catchUp()
            let types = try await county.ticks(of: offer.id).map(\.type)
            #expect(types == ["clock.set", "clock.met", "clock.set", "clock.met", "clock.set"])
        }
    }

    @Test("A clock does not fire over an answer that is in the log and that the process has not seen yet")
    func unseenAnswer() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            try await county.catchUp()
            try await county.take(.acknowledge, on: offer.id)
            county.clock.advance(days: 40)
            try await county.site.processes.fireClocks(in: TestCounty.slug)
            #expect(try await county.ticks(of: offer.id).map(\.type) == ["clock.set"])
            try await county.site.processes.catchUp(TestCounty.slug)
            #expect(try await county.ticks(of: offer.id).map(\.type) == ["clock.set", "clock.met", "clock.set"])
        }
    }

    @Test("A referral that nobody answered lapses at the time when its time was up, not when a server looked")
    func lapse() async throws {
        try await TestCounty.run { county in
            let offer = try await county.offered()
            try await county.catchUp()
            county.clock.advance(days: 40)
            try await county.catchUp()
            let deadline = try #require(try await county.acknowledgement(of: offer.id))
            let lapseAt = try #require(deadline.lapseAt)
            let lapsed = try #require(try await county.events("referral", offer.id).last)
            #expect(lapsed.type == "referral.lapsed")
            #expect(abs(lapsed.occurredAt.timeIntervalSince(lapseAt)) < 0.001)
            #expect(lapsed.actor == nil)

            let ticks = try await county.ticks(of: offer.id)
            #expect(ticks.contains(Tick("clock.missed", .acknowledge, at: deadline.due)))
            #expect(ticks.contains(Tick("clock.cancelled", .acknowledge, at: lapseAt)))
            #expect(ticks.last == Tick("clock.set", .reRefer, at: lapseAt))

            // The office, too, was late by the time a server looked.
            try await county.catchUp()
            let last = try #require(try await county.ticks(of: offer.id).last)
            #expect(last.type == "clock.missed" && last.clock == .reRefer)
            #expect(try await county.events("referral", offer.id).last == lapsed)
        }
    }

    @Test("An event that is processed twice adds nothing")
    func twice() async throws {
        try await TestCounty.run { county in
            let referral = try await wholeLife(in: county)
            let unanswered = try await county.offered().id
            try await county.catchUp()
            let head = try await county.head()
            let ticks = try await county.ticks(of: referral)
            // Every clock of the life ran and stopped, or the test would say little.
            #expect(
                Set(ticks.map(\.clock)) == [
                    .acknowledge, .decide, .supplyInformation, .intake, .progress, .disposition,
                ])
            #expect(ticks.last?.type == "clock.met")

            try await county.forgetCheckpoint()
            try await county.catchUp()
            #expect(try await county.head() == head)
            #expect(try await county.ticks(of: referral) == ticks)
            #expect(try await county.ticks(of: unanswered).map(\.type) == ["clock.set"])
        }
    }

    /// From the offer to the disposition, with a question in between and the acknowledgement late.
    private func wholeLife(in county: TestCounty) async throws -> UUID {
        let id = try await county.offered().id
        county.clock.advance(days: 7)
        try await county.take(.acknowledge, on: id)
        try await county.take(.requestInformation, on: id) { $0.question = "Which court?" }
        try await county.take(.supplyInformation, on: id, as: .prosecutor) { $0.answer = "The third." }
        try await county.take(.accept, on: id)
        try await county.take(.beginService, on: id)
        try await county.take(.reportProgress, on: id) { $0.note = "Moved in." }
        try await county.take(.complete, on: id) { ($0.outcome, $0.note) = ("goals-met", "All done.") }
        _ = try await county.throughline.recordDisposition(
            kind: "dismissed", on: county.clock.today, note: nil, referral: id, county.context(.prosecutor))
        return id
    }
}
