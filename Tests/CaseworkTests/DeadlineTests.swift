import Casework
import EventModel
import Testing

@Suite("Deadlines of a screening")
struct DeadlineTests {
    @Test("A step meets, cancels and sets deadlines and gives notices, in this order")
    func follow() {
        let next = Deadline.Set(deadline: "pay-by", due: Example.tomorrow)
        given(Deadline.self, Self.running)
            .when(.follow(.init(met: ["agree-by"], cancelled: ["finish-by"], set: [next], notices: [Self.notice])))
            .then(
                .met(.init(deadline: "agree-by")), .cancelled(.init(deadline: "finish-by")), .set(next),
                .noticeGiven(Self.notice))
    }

    @Test("Only what is open is met or cancelled; what was missed is met late")
    func onlyOpen() {
        given(Deadline.self).when(.follow(.init(met: ["agree-by"], cancelled: ["finish-by"]))).thenNothing()
        given(Deadline.self, Self.running + [.missed(.init(deadline: "agree-by"))])
            .when(.follow(.init(met: ["agree-by"]))).then(.met(.init(deadline: "agree-by")))
    }

    @Test("Where the way is open no longer nothing is due")
    func stop() {
        given(Deadline.self, Self.running).when(.stop)
            .then(.cancelled(.init(deadline: "agree-by")), .cancelled(.init(deadline: "finish-by")))
    }

    @Test("A deadline is missed once, after its own day, and its notice is given with it")
    func miss() {
        given(Deadline.self, Self.running).when(.miss("agree-by", today: Example.tomorrow, notice: Self.notice))
            .thenNothing()
        let later = Example.tomorrow.adding(days: 1)
        given(Deadline.self, Self.running).when(.miss("agree-by", today: later, notice: Self.notice))
            .then(.missed(.init(deadline: "agree-by")), .noticeGiven(Self.notice))
        for ended in [Deadline.Event.missed(.init(deadline: "agree-by")), .met(.init(deadline: "agree-by"))] {
            given(Deadline.self, Self.running + [ended]).when(.miss("agree-by", today: later, notice: Self.notice))
                .thenNothing()
        }
    }

    @Test("A module's own date takes the place of the one that ran; the same date changes nothing")
    func set() {
        let moved = Deadline.Set(deadline: "agree-by", due: Example.day("2026-12-01"))
        given(Deadline.self, Self.running).when(.set(moved)).then(.set(moved))
        given(Deadline.self, Self.running + [.set(moved)]).when(.set(moved)).thenNothing()
        #expect(Deadline.state(after: Self.running + [.set(moved)]).next?.deadline == "agree-by")
    }

    @Test("Under another version only the deadlines that it knows go on")
    func keep() {
        given(Deadline.self, Self.running).when(.keep(only: ["finish-by"]))
            .then(.cancelled(.init(deadline: "agree-by")))
    }

    @Test("A notice is seen once, and only one that was given")
    func see() {
        let history = [Deadline.Event.noticeGiven(Self.notice)]
        given(Deadline.self, history).when(.see("agree-late")).then(.noticeSeen(.init(notice: "agree-late")))
        given(Deadline.self, history + [.noticeSeen(.init(notice: "agree-late"))]).when(.see("agree-late"))
            .thenNothing()
        given(Deadline.self, history).when(.see("other")).refused(.noSuchNotice)
    }

    @Test("Whatever happens in whatever order, the state says which deadlines are open and when the next is missed")
    func property() {
        var random = SeededGenerator(seed: 20_261_016)
        for _ in 0..<300 {
            var state = Deadline.initialState
            for _ in 0..<12 {
                let names = ["agree-by", "finish-by", "pay-by"].shuffled(using: &random)
                let due = Example.today.adding(days: Int.random(in: 0..<40, using: &random))
                let command: Deadline.Command =
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0:
                        .follow(
                            .init(
                                met: [names[0]], cancelled: [names[1]], set: [.init(deadline: names[2], due: due)]))
                    case 1: .stop
                    case 2: .miss(names[0], today: Example.day("2027-01-01"), notice: nil)
                    default: .set(.init(deadline: names[0], due: due))
                    }
                let events = (try? Deadline.decide(command, given: state)) ?? []
                for event in events { Deadline.evolve(&state, with: event) }
                if case .stop = command { #expect(state.open.isEmpty) }
                #expect(Set(state.entries.map(\.deadline)).count == state.entries.count)
                #expect(state.nextToMiss == state.entries.filter { $0.status == .running }.map(\.due).min())
            }
        }
    }

    static let notice = Deadline.NoticeGiven(notice: "agree-late", to: .supervisor)
    static let running: [Deadline.Event] = [
        .set(.init(deadline: "agree-by", due: Example.tomorrow)),
        .set(.init(deadline: "finish-by", due: Example.day("2027-10-16"))),
    ]
}
