import Casework
import EventModel
import Foundation
import Testing

@Suite("Clock keeper")
struct ClockKeeperTests {
    /// Friday morning.
    static let moment = Example.at("2026-10-16 10:12")

    @Test("An offer starts the clock of the acknowledgement: remind, due, escalate, lapse")
    func offered() {
        #expect(
            reactions(to: Example.history(to: .offered)) == [
                .set(
                    .init(
                        clock: .acknowledge, due: Example.at("2026-10-20 10:12"),
                        remindAt: Example.at("2026-10-19 10:12"),
                        escalateAt: Example.at("2026-10-21 10:12"), lapseAt: Example.at("2026-10-30 10:12")))
            ])
    }

    @Test("An acknowledgement stops that clock and starts the decision's five days")
    func acknowledged() {
        #expect(
            reactions(to: Example.history(to: .acknowledged)) == [
                met(.acknowledge), .set(.init(clock: .decide, due: Example.at("2026-10-23 10:12"))),
            ])
    }

    @Test("An acknowledgement taken back starts the first clock again with the times it had")
    func acknowledgementWithdrawn() {
        var state = clocks(after: Example.history(to: .offered))
        Clock.evolve(&state, with: .reminded(.init(clock: .acknowledge)), at: Example.at("2026-10-19 10:12"))
        state = clocks(after: [.acknowledged(.init(channel: .page))], from: state, at: Example.at("2026-10-19 12:00"))
        let later = Example.at("2026-10-19 12:05")
        #expect(
            Example.keeper.reaction(to: .acknowledgementWithdrawn(.init()), at: later, given: state) == [
                cancelled(.decide),
                .set(
                    .init(
                        clock: .acknowledge, due: Example.at("2026-10-20 10:12"), remindAt: nil,
                        escalateAt: Example.at("2026-10-21 10:12"), lapseAt: Example.at("2026-10-30 10:12"))),
            ])
    }

    @Test("A question pauses the decision with what is left, and gives the office three days")
    func informationRequested() {
        #expect(
            reactions(to: Example.history(to: .needsInformation)) == [
                .paused(.init(clock: .decide, minutesLeft: 5 * 510)),
                .set(.init(clock: .supplyInformation, due: Example.at("2026-10-21 10:12"))),
            ])
    }

    @Test("An answer stops the office's clock and lets the decision run on with what was left")
    func informationSupplied() {
        let acknowledged = clocks(after: Example.history(to: .acknowledged))
        let asked = clocks(
            after: [.informationRequested(.init(question: "?"))], from: acknowledged, at: Example.at("2026-10-19 11:00")
        )
        #expect(asked[.decide]?.minutesLeft == 5 * 510 - 510 - 48)
        #expect(
            Example.keeper.reaction(
                to: .informationSupplied(.init(answer: "!")), at: Example.at("2026-10-22 16:00"), given: asked)
                == [met(.supplyInformation), .resumed(.init(clock: .decide, due: Example.at("2026-10-28 15:12")))])
    }

    @Test("An acceptance stops the decision and starts the ten days to intake")
    func accepted() {
        let intake = Clock.Event.set(.init(clock: .intake, due: Example.at("2026-10-30 10:12")))
        #expect(reactions(to: Example.history(to: .accepted)) == [met(.decide), intake])
        #expect(
            reactions(to: Example.history(to: .waitlisted) + [.accepted(.init())]) == [met(.waitlistReview), intake])
    }

    @Test(
        "A waiting list stops the decision and is reviewed at the close of its day, or of the next working day",
        arguments: [
            ("2026-10-21", "2026-10-21 17:00"), ("2026-10-24", "2026-10-26 17:00"), ("2026-11-26", "2026-11-27 17:00"),
        ])
    func waitlisted(reviewBy: String, due: String) {
        let waitlisted = Referral.Event.waitlisted(.init(position: 1, reviewBy: Example.day(reviewBy)))
        #expect(
            reactions(to: Example.history(to: .acknowledged) + [waitlisted]) == [
                met(.decide), .set(.init(clock: .waitlistReview, due: Example.at(due))),
            ])
    }

    @Test("A decline stops every clock and gives the office three days to refer again")
    func declined() {
        let reRefer = Clock.Event.set(.init(clock: .reRefer, due: Example.at("2026-10-21 10:12")))
        let declined = Referral.Event.declined(.init(code: .noCapacity))
        #expect(reactions(to: Example.history(to: .declined)) == [met(.decide), reRefer])
        #expect(reactions(to: Example.history(to: .waitlisted) + [declined]) == [met(.waitlistReview), reRefer])
        #expect(
            reactions(to: Example.history(to: .needsInformation) + [declined]) == [
                met(.decide), cancelled(.supplyInformation), reRefer,
            ])
    }

    @Test("A lapse cancels the clocks and gives the office three days to refer again")
    func lapsed() {
        #expect(
            reactions(to: Example.history(to: .lapsed)) == [
                cancelled(.acknowledge), .set(.init(clock: .reRefer, due: Example.at("2026-10-21 10:12"))),
            ])
    }

    @Test(
        "A recall or an entry in error cancels every clock",
        arguments: [
            (Referral.Status.offered, [Clock.Kind.acknowledge]), (.acknowledged, [.decide]),
            (.needsInformation, [.decide, .supplyInformation]), (.waitlisted, [.waitlistReview]),
            (.accepted, [.intake]),
            (.intakeScheduled, [.intake]),
        ])
    func cancelsAll(status: Referral.Status, kinds: [Clock.Kind]) {
        let history = Example.history(to: status)
        #expect(reactions(to: history + [.recalled(.init(reason: "x"))]) == kinds.map(cancelled))
        #expect(reactions(to: history + [.enteredInError(.init(reason: "x"))]) == kinds.map(cancelled))
    }

    @Test("An entry in error also cancels the clocks of work and of what follows the end")
    func enteredInErrorLater() {
        let wrong = Referral.Event.enteredInError(.init(reason: "x"))
        #expect(reactions(to: Example.history(to: .inProgress) + [wrong]) == [cancelled(.progress)])
        #expect(
            reactions(to: Example.history(to: .onHold) + [wrong]) == [cancelled(.progress), cancelled(.holdReview)])
        #expect(reactions(to: Example.history(to: .completed) + [wrong]) == [cancelled(.disposition)])
        #expect(reactions(to: Example.history(to: .declined) + [wrong]) == [cancelled(.reRefer)])
    }

    @Test("A scheduled intake is due at the close of its day")
    func intakeScheduled() {
        let intake = Referral.Event.intakeScheduled(.init(on: Example.day("2026-10-22")))
        #expect(
            reactions(to: Example.history(to: .accepted) + [intake]) == [
                .set(.init(clock: .intake, due: Example.at("2026-10-22 17:00")))
            ])
    }

    @Test("The beginning stops intake; each session and report starts the month again")
    func progress() {
        // 30 days after 16 October is Sunday, 15 November.
        let month = Clock.Event.set(.init(clock: .progress, due: Example.at("2026-11-16 17:00")))
        #expect(reactions(to: Example.history(to: .inProgress)) == [met(.intake), month])
        let session = Referral.Event.sessionRecorded(.init(on: Example.today, attendance: .came))
        #expect(reactions(to: Example.history(to: .inProgress) + [session]) == [met(.progress), month])
        let report = Referral.Event.progressReported(.init(note: "well"))
        #expect(reactions(to: Example.history(to: .inProgress) + [report]) == [met(.progress), month])
    }

    @Test("A hold pauses progress until its review; a resumption takes it up with what was left")
    func hold() {
        let working = clocks(after: Example.history(to: .inProgress))
        let held = Referral.Event.held(.init(code: .health, reviewBy: Example.day("2026-10-26")))
        let left = Example.calendar.businessMinutes(
            from: Example.at("2026-10-19 09:00"), to: Example.at("2026-11-16 17:00"))
        #expect(
            Example.keeper.reaction(to: held, at: Example.at("2026-10-19 09:00"), given: working) == [
                .paused(.init(clock: .progress, minutesLeft: left)),
                .set(.init(clock: .holdReview, due: Example.at("2026-10-26 17:00"))),
            ])
        let onHold = clocks(after: [held], from: working, at: Example.at("2026-10-19 09:00"))
        #expect(
            Example.keeper.reaction(to: .resumed(.init()), at: Example.at("2026-10-20 09:00"), given: onHold) == [
                met(.holdReview), .resumed(.init(clock: .progress, due: Example.at("2026-11-17 17:00"))),
            ])
    }

    @Test("A completion or unsuccessful end stops progress, cancels the rest and gives the office five days")
    func ends() {
        let disposition = Clock.Event.set(.init(clock: .disposition, due: Example.at("2026-10-23 10:12")))
        #expect(reactions(to: Example.history(to: .completed)) == [met(.progress), disposition])
        #expect(reactions(to: Example.history(to: .unsuccessful)) == [met(.progress), disposition])
        let ended = Referral.Event.unsuccessful(.init(code: .moved))
        #expect(reactions(to: Example.history(to: .accepted) + [ended]) == [cancelled(.intake), disposition])
        #expect(
            reactions(to: Example.history(to: .onHold) + [ended]) == [
                met(.progress), cancelled(.holdReview), disposition,
            ])
    }

    @Test("A withdrawal cancels every clock and gives the office five days")
    func withdrawn() {
        #expect(
            reactions(to: Example.history(to: .withdrawn)) == [
                cancelled(.intake), .set(.init(clock: .disposition, due: Example.at("2026-10-23 10:12"))),
            ])
    }

    @Test(
        "Where there is no case to dispose of, an end leaves the office no clock",
        arguments: [
            (
                Referral.Status.inProgress, Referral.Event.completed(.init(outcome: .goalsMet, note: "done")),
                [Clock.Kind.progress]
            ),
            (.inProgress, .unsuccessful(.init(code: .moved)), [.progress]),
            (.onHold, .withdrawn(.init(by: .office, code: .safety)), []),
        ])
    func noCase(status: Referral.Status, end: Referral.Event, stopped: [Clock.Kind]) {
        let state = clocks(after: Example.history(to: status))
        let events = Example.keeper.reaction(to: end, at: Self.moment, given: state, awaitsDisposition: false)
        #expect(Array(events.prefix(stopped.count)) == stopped.map(met))
        #expect(!events.contains { if case .set = $0 { true } else { false } })
        let after = events.reduce(into: state) { Clock.evolve(&$0, with: $1, at: Self.moment) }
        #expect(after.next == nil)
    }

    @Test("A reopening cancels the office's clock and starts progress")
    func reopened() {
        let reopened = Referral.Event.reopened(.init(reason: "came back"))
        let month = Clock.Event.set(.init(clock: .progress, due: Example.at("2026-11-16 17:00")))
        #expect(reactions(to: Example.history(to: .completed) + [reopened]) == [cancelled(.disposition), month])
        var done = clocks(after: Example.history(to: .completed))
        Clock.evolve(&done, with: met(.disposition), at: Self.moment)
        #expect(Example.keeper.reaction(to: reopened, at: Self.moment, given: done) == [month])
    }

    @Test("A draft, a correction and what is taken over start nothing")
    func nothing() {
        #expect(reactions(to: Example.history(to: .drafted)) == [])
        #expect(reactions(to: Example.history(to: .takenOver)) == [])
        let result = Referral.Event.resultTakenOver(.init(result: .failed, closedOn: Example.today))
        #expect(reactions(to: Example.history(to: .takenOver) + [result]) == [])
        let corrected = Referral.Event.corrected(.init(field: .need, nowText: "x", why: "y"))
        #expect(reactions(to: Example.history(to: .inProgress) + [corrected]) == [])
    }

    @Test("The case's disposition and the next referral stop the office's clocks, once")
    func officeClocks() {
        #expect(
            Example.keeper.dispositionRecorded(given: clocks(after: Example.history(to: .completed))) == [
                met(.disposition)
            ])
        #expect(Example.keeper.dispositionRecorded(given: clocks(after: Example.history(to: .inProgress))) == [])
        #expect(Example.keeper.followed(given: clocks(after: Example.history(to: .declined))) == [met(.reRefer)])
        #expect(Example.keeper.followed(given: clocks(after: Example.history(to: .recalled))) == [])
    }

    @Test("A partnership's own limits are used")
    func ownLimits() {
        var limits = ClockLimits()
        limits.acknowledge = 4
        limits.remindAcknowledge = 2
        limits.escalateAcknowledge = 5
        limits.lapse = 6
        let keeper = ClockKeeper(calendar: Example.calendar, limits: limits)
        let offered = Referral.Event.offered(.init(minimumView: [.name], consent: Example.consent))
        #expect(
            keeper.reaction(to: offered, at: Self.moment, given: Clock.State()) == [
                .set(
                    .init(
                        clock: .acknowledge, due: Example.at("2026-10-22 10:12"),
                        remindAt: Example.at("2026-10-20 10:12"),
                        escalateAt: Example.at("2026-10-23 10:12"), lapseAt: Example.at("2026-10-26 10:12")))
            ])
    }

    @Test("The standard limits are those of domain.md, section 4.1")
    func standardLimits() {
        let limits = ClockLimits.standard
        #expect(limits.remindAcknowledge == 1)
        #expect(limits.acknowledge == 2)
        #expect(limits.escalateAcknowledge == 3)
        #expect(limits.lapse == 10)
        #expect(limits.decide == 5)
        #expect(limits.intake == 10)
        #expect(limits.reRefer == 3)
        #expect(limits.progressCalendarDays == 30)
        #expect(limits.supplyInformation == 3)
        #expect(limits.disposition == 5)
    }

    private func met(_ kind: Clock.Kind) -> Clock.Event { .met(.init(clock: kind)) }

    private func cancelled(_ kind: Clock.Kind) -> Clock.Event { .cancelled(.init(clock: kind)) }

    /// The clock events that answer the last event of a history that happened all at one moment.
    private func reactions(to history: [Referral.Event]) -> [Clock.Event] {
        guard let last = history.last else { return [] }
        let state = clocks(after: Array(history.dropLast()))
        return Example.keeper.reaction(to: last, at: Self.moment, given: state)
    }

    private func clocks(
        after history: [Referral.Event], from state: Clock.State = Clock.State(), at moment: Date = moment
    ) -> Clock.State {
        history.reduce(into: state) { state, event in
            for reaction in Example.keeper.reaction(to: event, at: moment, given: state) {
                Clock.evolve(&state, with: reaction, at: moment)
            }
        }
    }
}
