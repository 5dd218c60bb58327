import Casework
import EventModel
import Foundation
import Testing

@Suite("What the clocks do by themselves")
struct ClockDueTests {
    static let offeredAt = Example.at("2026-10-16 10:12")

    @Test("After a long sleep each deadline acts once, at its own time, oldest first")
    func longSleep() {
        var state = Self.offered
        let monday = Example.at("2026-12-01 09:00")
        let due = ClockKeeper.due(by: monday, given: state)
        #expect(
            due.events.map(\.event) == [
                .reminded(.init(clock: .acknowledge)), .missed(.init(clock: .acknowledge)),
                .escalated(.init(clock: .acknowledge)),
            ])
        #expect(
            due.events.map(\.at) == [
                Example.at("2026-10-19 10:12"), Example.at("2026-10-20 10:12"), Example.at("2026-10-21 10:12"),
            ])
        #expect(due.lapses)
        for (event, moment) in due.events { Clock.evolve(&state, with: event, at: moment) }
        #expect(ClockKeeper.due(by: monday, given: state).events.isEmpty)
        #expect(ClockKeeper.due(by: monday.addingTimeInterval(86_400 * 365), given: state).events.isEmpty)
    }

    @Test(
        "Nothing acts before its time, and each thing acts at its time",
        arguments: [
            ("2026-10-19 10:11", 0, false), ("2026-10-19 10:12", 1, false), ("2026-10-20 10:12", 2, false),
            ("2026-10-21 10:11", 2, false), ("2026-10-21 10:12", 3, false), ("2026-10-30 10:11", 3, false),
            ("2026-10-30 10:12", 3, true),
        ])
    func ownTime(now: String, count: Int, lapses: Bool) {
        let due = ClockKeeper.due(by: Example.at(now), given: Self.offered)
        #expect(due.events.count == count)
        #expect(due.lapses == lapses)
    }

    @Test("The acts of several clocks come in the order of their times")
    func severalClocks() {
        var state = Self.offered
        Clock.evolve(&state, with: .set(.init(clock: .intake, due: Example.at("2026-10-20 09:00"))), at: Self.offeredAt)
        Clock.evolve(&state, with: .set(.init(clock: .decide, due: Example.at("2026-10-19 09:00"))), at: Self.offeredAt)
        let due = ClockKeeper.due(by: Example.at("2026-10-22 09:00"), given: state)
        #expect(due.events.map(\.at) == due.events.map(\.at).sorted())
        #expect(
            due.events.map(\.event) == [
                .missed(.init(clock: .decide)), .reminded(.init(clock: .acknowledge)), .missed(.init(clock: .intake)),
                .missed(.init(clock: .acknowledge)), .escalated(.init(clock: .acknowledge)),
            ])
    }

    @Test(
        "A paused, met or cancelled clock does nothing",
        arguments: [
            Clock.Event.paused(.init(clock: .acknowledge, minutesLeft: 1)), .met(.init(clock: .acknowledge)),
            .cancelled(.init(clock: .acknowledge)),
        ])
    func quiet(event: Clock.Event) {
        var state = Self.offered
        Clock.evolve(&state, with: event, at: Self.offeredAt)
        let due = ClockKeeper.due(by: Example.at("2027-01-01 00:00"), given: state)
        #expect(due.events.isEmpty)
        #expect(!due.lapses)
    }

    @Test("A clock set with times that have passed acts when it is set, not before")
    func notBeforeItsCause() {
        var state = Self.offered
        let set = Example.at("2026-10-20 15:00")
        Clock.evolve(&state, with: .met(.init(clock: .acknowledge)), at: Example.at("2026-10-16 11:00"))
        let again = Example.keeper.reaction(to: .acknowledgementWithdrawn(.init()), at: set, given: state)
        for event in again { Clock.evolve(&state, with: event, at: set) }
        let due = ClockKeeper.due(by: Example.at("2026-10-22 09:00"), given: state)
        #expect(
            due.events.map(\.event) == [
                .reminded(.init(clock: .acknowledge)), .missed(.init(clock: .acknowledge)),
                .escalated(.init(clock: .acknowledge)),
            ])
        #expect(due.events.map(\.at) == [set, set, Example.at("2026-10-21 10:12")])
    }

    @Test("An acknowledgement that is taken back after the miss does not miss the same date twice")
    func missedOnce() {
        var state = Self.offered
        func pass(to now: String) -> [Clock.Event] {
            let due = ClockKeeper.due(by: Example.at(now), given: state).events
            for (event, moment) in due { Clock.evolve(&state, with: event, at: moment) }
            return due.map(\.event)
        }
        func react(to event: Referral.Event, at moment: String) {
            for reaction in Example.keeper.reaction(to: event, at: Example.at(moment), given: state) {
                Clock.evolve(&state, with: reaction, at: Example.at(moment))
            }
        }
        #expect(
            pass(to: "2026-10-20 12:00") == [
                .reminded(.init(clock: .acknowledge)), .missed(.init(clock: .acknowledge)),
            ])
        react(to: .acknowledged(.init(channel: .page)), at: "2026-10-20 13:00")
        react(to: .acknowledgementWithdrawn(.init()), at: "2026-10-20 13:05")
        #expect(pass(to: "2026-10-21 10:00") == [])
        #expect(pass(to: "2026-10-21 10:12") == [.escalated(.init(clock: .acknowledge))])
    }

    private static let offered: Clock.State = {
        var state = Clock.State()
        let offer = Referral.Event.offered(.init(minimumView: [.name], consent: Example.consent))
        for event in Example.keeper.reaction(to: offer, at: offeredAt, given: state) {
            Clock.evolve(&state, with: event, at: offeredAt)
        }
        return state
    }()
}
