import Casework
import EventModel
import Testing

@Suite("Referral")
struct ReferralTests {
    @Test("A referral is drafted")
    func draft() {
        given(Referral.self).when(.draft(Example.drafted, program: Example.accepting)).then(.drafted(Example.drafted))
    }

    @Test("An offer shows what the draft shares, under the consent that covers it")
    func offer() {
        given(Referral.self, .drafted(Example.drafted))
            .when(.offer(consent: Example.agreed(), program: Example.accepting, today: Example.today))
            .then(.offered(.init(minimumView: [.name, .need], consent: Example.consent)))
    }

    @Test("A consent is good up to and with its last day, and without one for ever", arguments: [Example.today, nil])
    func consentLastDay(expiry: Day?) {
        let consent = Example.agreed { $0.expiresOn = expiry }
        given(Referral.self, .drafted(Example.drafted))
            .when(.offer(consent: consent, program: Example.accepting, today: Example.today))
            .then(.offered(.init(minimumView: [.name, .need], consent: Example.consent)))
    }

    @Test("An offer is acknowledged once; a second tap changes nothing")
    func acknowledge() {
        given(Referral.self, Example.history(to: .offered)).when(.acknowledge(.link))
            .then(.acknowledged(.init(channel: .link)))
        given(Referral.self, Example.history(to: .acknowledged)).when(.acknowledge(.link)).thenNothing()
    }

    @Test("An acknowledgement can be taken back")
    func withdrawAcknowledgement() {
        given(Referral.self, Example.history(to: .acknowledged)).when(.withdrawAcknowledgement)
            .then(.acknowledgementWithdrawn(.init()))
    }

    @Test("An answer to an acknowledged offer is one event", arguments: Self.answers)
    func answer(answer: Answer) {
        given(Referral.self, Example.history(to: .acknowledged)).when(answer.command).then(answer.event)
    }

    @Test("An answer given before the acknowledgement records both", arguments: Self.answers)
    func answerAtOnce(answer: Answer) {
        given(Referral.self, Example.history(to: .offered)).when(answer.command)
            .then(.acknowledged(.init(channel: answer.channel)), answer.event)
    }

    @Test("A person on the waiting list keeps the place in the line when the review is put off")
    func waitlistAgain() {
        given(Referral.self, Example.history(to: .waitlisted))
            .when(.waitlist(position: 9, reviewBy: Example.tomorrow, today: Example.today, .page))
            .then(.waitlisted(.init(position: 4, reviewBy: Example.tomorrow)))
    }

    @Test("A person on the waiting list can be accepted or declined")
    func fromWaitlist() {
        given(Referral.self, Example.history(to: .waitlisted)).when(.accept(capacityOverride: nil, .page))
            .then(.accepted(.init()))
        given(Referral.self, Example.history(to: .waitlisted)).when(.decline(.init(code: .couldNotContact), .page))
            .then(.declined(.init(code: .couldNotContact)))
    }

    @Test("A question is answered")
    func supplyInformation() {
        given(Referral.self, Example.history(to: .needsInformation)).when(.supplyInformation(answer: "Branch 9"))
            .then(.informationSupplied(.init(answer: "Branch 9")))
    }

    @Test("The office recalls, and an offer that nobody answered lapses")
    func recallAndLapse() {
        given(Referral.self, Example.history(to: .intakeScheduled)).when(.recall(reason: "charges dropped"))
            .then(.recalled(.init(reason: "charges dropped")))
        given(Referral.self, Example.history(to: .offered)).when(.lapse).then(.lapsed(.init()))
    }

    @Test("Intake is scheduled for today or later, and can be moved", arguments: [nil, "00:00", "14:30", "23:59"])
    func scheduleIntake(time: String?) {
        let intake = Referral.IntakeScheduled(on: Example.today, time: time, place: "Suite 4")
        for status in [Referral.Status.accepted, .intakeScheduled] {
            given(Referral.self, Example.history(to: status))
                .when(.scheduleIntake(intake, today: Example.today)).then(.intakeScheduled(intake))
        }
    }

    @Test("Service begins today or began earlier")
    func beginService() {
        for day in [Example.today, Example.yesterday] {
            given(Referral.self, Example.history(to: .accepted))
                .when(.beginService(on: day, today: Example.today)).then(.serviceBegan(.init(on: day)))
        }
    }

    @Test("A session is recorded, however the person came", arguments: Referral.Attendance.allCases)
    func recordSession(attendance: Referral.Attendance) {
        let session = Referral.SessionRecorded(on: Example.today, attendance: attendance, whoCouldNot: .partner)
        given(Referral.self, Example.history(to: .inProgress))
            .when(.recordSession(session, today: Example.today)).then(.sessionRecorded(session))
    }

    @Test("Who could not come is asked of a missed session alone", arguments: Referral.Attendance.allCases)
    func whoCouldNot(attendance: Referral.Attendance) {
        let session = Referral.SessionRecorded(on: Example.today, attendance: attendance)
        let when = given(Referral.self, Example.history(to: .inProgress))
            .when(.recordSession(session, today: Example.today))
        if attendance == .didNotCome {
            when.refused(.required(field: "whoCouldNot"))
        } else {
            when.then(.sessionRecorded(session))
        }
    }

    @Test("Progress is reported, work is held and taken up again")
    func work() {
        let held = Referral.Held(code: .other, note: "flood in the building", reviewBy: Example.tomorrow)
        given(Referral.self, Example.history(to: .inProgress)).when(.reportProgress(note: "well"))
            .then(.progressReported(.init(note: "well")))
        given(Referral.self, Example.history(to: .inProgress)).when(.hold(held, today: Example.today))
            .then(.held(held))
        given(Referral.self, Example.history(to: .onHold)).when(.resume).then(.resumed(.init()))
    }

    @Test("A referral is completed, ends unsuccessfully or is withdrawn")
    func endings() {
        let completed = Referral.Completed(outcome: .goalsPartlyMet, note: "two of three")
        let ended = Referral.Unsuccessful(code: .other, note: "hard to say")
        let withdrawn = Referral.Withdrawn(by: .office, code: .other, note: "new facts")
        given(Referral.self, Example.history(to: .inProgress)).when(.complete(completed)).then(.completed(completed))
        given(Referral.self, Example.history(to: .onHold)).when(.reportUnsuccessful(ended)).then(.unsuccessful(ended))
        given(Referral.self, Example.history(to: .waitlisted)).when(.withdraw(withdrawn)).then(.withdrawn(withdrawn))
    }

    @Test("A closed referral is reopened")
    func reopen() {
        given(Referral.self, Example.history(to: .completed)).when(.reopen(reason: "came back"))
            .then(.reopened(.init(reason: "came back")))
    }

    @Test("A record is marked as entered in error")
    func enteredInError() {
        given(Referral.self, Example.history(to: .completed)).when(.markEnteredInError(reason: "wrong person"))
            .then(.enteredInError(.init(reason: "wrong person")))
    }

    @Test("Another system's referral is taken over, with its result where it has one")
    func takeOver() {
        let result = Referral.ResultTakenOver(result: .graduated, closedOn: Example.today)
        given(Referral.self).when(.takeOver(Example.takenOver, result: result))
            .then(.takenOver(Example.takenOver), .resultTakenOver(result))
        given(Referral.self).when(.takeOver(Example.takenOver, result: nil)).then(.takenOver(Example.takenOver))
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let command: Referral.Command
        let channel: Referral.Channel
        let event: Referral.Event
    }

    static let answers: [Answer] = [
        .init(
            testDescription: "request information", command: .requestInformation(question: "which court?"),
            channel: .page, event: .informationRequested(.init(question: "which court?"))),
        .init(
            testDescription: "accept", command: .accept(capacityOverride: nil, .link), channel: .link,
            event: .accepted(.init())),
        .init(
            testDescription: "accept beyond capacity", command: .accept(capacityOverride: "court order", .api),
            channel: .api, event: .accepted(.init(capacityOverride: "court order"))),
        .init(
            testDescription: "waitlist",
            command: .waitlist(position: 3, reviewBy: Example.tomorrow, today: Example.today, .link), channel: .link,
            event: .waitlisted(.init(position: 3, reviewBy: Example.tomorrow))),
        .init(
            testDescription: "decline", command: .decline(.init(code: .other, note: "moving house"), .api),
            channel: .api, event: .declined(.init(code: .other, note: "moving house"))),
    ]
}
