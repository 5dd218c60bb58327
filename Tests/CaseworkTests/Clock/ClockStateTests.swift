import Casework
import EventModel
import Foundation
import Testing

@Suite("What a clock's history leads to")
struct ClockStateTests {
    static let start = Example.at("2026-10-13 10:00")

    @Test("A set clock runs with its times, and acts next at the earliest of them")
    func set() throws {
        let deadline = try #require(state(.set(Self.acknowledge))[.acknowledge])
        #expect(deadline.status == .running)
        #expect(deadline.isOpen)
        #expect(deadline.setAt == Self.start)
        #expect(deadline.due == Self.later(2))
        #expect(deadline.nextAt == Self.later(1))
        #expect(deadline.missedAt == nil)
    }

    @Test("Each act takes its own time away, until nothing is left to do")
    func nextAt() {
        var state = state(.set(Self.acknowledge))
        let acts: [(Clock.Event, Date?)] = [
            (.reminded(.init(clock: .acknowledge)), Self.later(2)),
            (.missed(.init(clock: .acknowledge)), Self.later(3)),
            (.escalated(.init(clock: .acknowledge)), Self.later(10)),
        ]
        for (event, next) in acts {
            Clock.evolve(&state, with: event, at: Self.later(2))
            #expect(state.nextAt == next)
            #expect(state[.acknowledge]?.isOpen == true)
        }
        #expect(state[.acknowledge]?.missedAt == Self.later(2))
        Clock.evolve(&state, with: .met(.init(clock: .acknowledge)), at: Self.later(4))
        #expect(state.nextAt == nil)
    }

    @Test(
        "A met or cancelled clock is over, at its moment",
        arguments: [
            (Clock.Event.met(.init(clock: .acknowledge)), Clock.Deadline.Status.met),
            (.cancelled(.init(clock: .acknowledge)), .cancelled),
        ])
    func over(event: Clock.Event, status: Clock.Deadline.Status) throws {
        var state = state(.set(Self.acknowledge))
        Clock.evolve(&state, with: event, at: Self.later(1))
        let deadline = try #require(state[.acknowledge])
        #expect(deadline.status == status)
        #expect(deadline.endedAt == Self.later(1))
        #expect(!deadline.isOpen)
        #expect(state.next == nil)
    }

    @Test("A paused clock is open and does nothing; a resumed one runs to its new due date")
    func pause() throws {
        var state = state(.set(.init(clock: .decide, due: Self.later(5))))
        Clock.evolve(&state, with: .paused(.init(clock: .decide, minutesLeft: 77)), at: Self.later(1))
        #expect(state[.decide]?.status == .paused)
        #expect(state[.decide]?.minutesLeft == 77)
        #expect(state[.decide]?.isOpen == true)
        #expect(state.nextAt == nil)
        Clock.evolve(&state, with: .resumed(.init(clock: .decide, due: Self.later(9))), at: Self.later(3))
        #expect(state[.decide]?.status == .running)
        #expect(state[.decide]?.minutesLeft == nil)
        #expect(state[.decide]?.due == Self.later(9))
        #expect(state.nextAt == Self.later(9))
    }

    @Test("A clock that is set again takes the place of the one before")
    func setAgain() throws {
        var state = state(.set(.init(clock: .progress, due: Self.later(5))), .missed(.init(clock: .progress)))
        Clock.evolve(&state, with: .set(.init(clock: .progress, due: Self.later(9))), at: Self.later(6))
        #expect(state.deadlines.count == 1)
        #expect(state[.progress]?.missedAt == nil)
        #expect(state[.progress]?.due == Self.later(9))
        #expect(state[.progress]?.setAt == Self.later(6))
    }

    @Test("A missed clock that is set again with the same due date stays missed")
    func missedStays() throws {
        var state = state(.set(Self.acknowledge), .missed(.init(clock: .acknowledge)), .met(.init(clock: .acknowledge)))
        Clock.evolve(&state, with: .set(Self.acknowledge), at: Self.later(6))
        #expect(state[.acknowledge]?.status == .running)
        #expect(state[.acknowledge]?.missedAt == Self.start)
    }

    @Test("The next deadline is the open one that is due first, whoever must act")
    func next() {
        var state = state(
            .set(.init(clock: .intake, due: Self.later(3))), .set(.init(clock: .decide, due: Self.later(2))),
            .set(.init(clock: .progress, due: Self.later(4))))
        #expect(state.next?.clock == .decide)
        Clock.evolve(&state, with: .met(.init(clock: .decide)), at: Self.later(1))
        #expect(state.next?.clock == .intake)
        Clock.evolve(&state, with: .paused(.init(clock: .intake, minutesLeft: 5)), at: Self.later(1))
        #expect(state.next?.clock == .intake)
        #expect(state.nextAt == Self.later(4))
    }

    @Test("An event about a clock that was never set changes nothing")
    func unknown() {
        #expect(state(.met(.init(clock: .decide)), .missed(.init(clock: .intake))) == Clock.State())
    }

    @Test("Each kind of clock has an owner")
    func owners() {
        let office: Set<Clock.Kind> = [.supplyInformation, .disposition, .reRefer]
        for kind in Clock.Kind.allCases {
            #expect(kind.owner == (office.contains(kind) ? .office : .partner), "\(kind)")
        }
    }

    @Test("A state that is kept as JSON reads back the same")
    func coding() throws {
        let state = state(.set(Self.acknowledge), .paused(.init(clock: .acknowledge, minutesLeft: 3)))
        #expect(try JSONDecoder().decode(Clock.State.self, from: JSONEncoder().encode(state)) == state)
    }

    private static let acknowledge = Clock.Set(
        clock: .acknowledge, due: later(2), remindAt: later(1), escalateAt: later(3), lapseAt: later(10))

    private static func later(_ days: Int) -> Date { start.addingTimeInterval(Double(days) * 86_400) }

    private func state(_ events: Clock.Event...) -> Clock.State {
        events.reduce(into: Clock.State()) { Clock.evolve(&$0, with: $1, at: Self.start) }
    }
}
