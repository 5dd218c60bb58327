import Casework
import EventModel
import Testing

@Suite("What a referral's history leads to")
struct ReferralStateTests {
    @Test("A draft is remembered as it was written")
    func drafted() {
        var drafted = Example.drafted
        drafted.following = Example.id("earlier")
        drafted.priority = .urgent
        let state = Referral.state(after: [.drafted(drafted)])
        #expect(state.number == "RF-0412")
        #expect(state.participant == Example.participant)
        #expect(state.caseID == Example.caseID)
        #expect(state.program == Example.program)
        #expect(state.partner == Example.partner)
        #expect(state.office == Example.office)
        #expect(state.following == Example.id("earlier"))
        #expect(state.priority == .urgent)
        #expect(state.share == [.name, .need])
        #expect(state.need == "a bed")
    }

    @Test("What the partner sees is what was offered")
    func offered() {
        let state = Referral.state(after: [
            .drafted(Example.drafted), .offered(.init(minimumView: [.name], consent: Example.consent)),
        ])
        #expect(state.share == [.name])
        #expect(state.consent == Example.consent)
    }

    @Test("A question stays open until it is answered or the referral ends")
    func openQuestion() {
        let asked = Example.history(to: .needsInformation)
        #expect(Referral.state(after: asked).openQuestion == "which court?")
        let ends: [Referral.Event] = [
            .informationSupplied(.init(answer: "Branch 9")), .declined(.init(code: .noCapacity)),
            .recalled(.init(reason: "x")), .withdrawn(.init(by: .office, code: .safety)),
        ]
        for end in ends { #expect(Referral.state(after: asked + [end]).openQuestion == nil, "\(end)") }
    }

    @Test("The place in the line and the review are kept while the person waits")
    func waitlisted() {
        let state = Referral.state(after: Example.history(to: .waitlisted))
        #expect(state.waitlistPosition == 4)
        #expect(state.reviewBy == Example.tomorrow)
        let accepted = Referral.state(after: Example.history(to: .waitlisted) + [.accepted(.init())])
        #expect(accepted.waitlistPosition == nil)
        #expect(accepted.reviewBy == nil)
        #expect(accepted.wasAccepted)
    }

    @Test("Sessions are counted, and those that the person came to")
    func sessions() {
        let sessions = Referral.Attendance.allCases.map {
            Referral.Event.sessionRecorded(.init(on: Example.today, attendance: $0, whoCouldNot: .unknown))
        }
        let state = Referral.state(after: Example.history(to: .inProgress) + sessions)
        #expect(state.sessions == 5)
        #expect(state.sessionsAttended == 2)
        #expect(state.status == .inProgress)
    }

    @Test("Intake and beginning keep their dates")
    func dates() {
        let state = Referral.state(after: Example.history(to: .inProgress))
        #expect(state.intakeOn == Example.tomorrow)
        #expect(state.intakeTime == "14:30")
        #expect(state.beganOn == Example.today)
    }

    @Test("A hold's reason and review end with the hold, however it ends")
    func hold() {
        let held = Example.history(to: .onHold)
        #expect(Referral.state(after: held).holdCode == .health)
        #expect(Referral.state(after: held).reviewBy == Example.tomorrow)
        let ends: [Referral.Event] = [
            .resumed(.init()), .unsuccessful(.init(code: .moved)), .withdrawn(.init(by: .office, code: .safety)),
        ]
        for end in ends {
            #expect(Referral.state(after: held + [end]).holdCode == nil, "\(end)")
            #expect(Referral.state(after: held + [end]).reviewBy == nil, "\(end)")
        }
    }

    @Test(
        "A reopened referral is in progress with no end",
        arguments: [Referral.Status.completed, .unsuccessful, .withdrawn])
    func reopened(status: Referral.Status) {
        let closed = Referral.state(after: Example.history(to: status))
        #expect(
            [closed.outcome?.rawValue, closed.unsuccessfulCode?.rawValue, closed.withdrawalCode?.rawValue].contains {
                $0 != nil
            })
        let state = Referral.state(after: Example.history(to: status) + [.reopened(.init(reason: "came back"))])
        #expect(state.status == .inProgress)
        #expect(state.outcome == nil)
        #expect(state.unsuccessfulCode == nil)
        #expect(state.withdrawalCode == nil)
    }

    @Test("A taken-over referral keeps the source's program, and its result where there is one")
    func takenOver() {
        var state = Referral.state(after: [.takenOver(Example.takenOver)])
        #expect(state.sourceProgram == "DS")
        #expect(state.sourceResult == .neverDetermined)
        #expect(state.participant == Example.participant)
        #expect(state.caseID == Example.caseID)
        Referral.evolve(&state, with: .resultTakenOver(.init(result: .failed, closedOn: Example.today)))
        #expect(state.sourceResult == .failed)
        #expect(state.status == .takenOver)
    }

    @Test("Raw values that are stored do not change")
    func rawValues() {
        #expect(
            Referral.Status.allCases.map(\.rawValue) == [
                "none", "drafted", "offered", "acknowledged", "needs-information", "waitlisted", "accepted",
                "intake-scheduled", "in-progress", "on-hold", "completed", "unsuccessful", "withdrawn", "declined",
                "recalled", "lapsed", "entered-in-error", "taken-over",
            ])
        #expect(
            Referral.DeclineCode.allCases.map(\.rawValue) == [
                "no-capacity", "not-eligible", "outside-area", "missing-documents", "safety-conflict",
                "participant-declined", "could-not-contact", "conflict-of-interest", "other",
            ])
        #expect(
            Referral.UnsuccessfulCode.allCases.map(\.rawValue) == [
                "not-engaged", "moved", "work-or-caring", "returned-to-custody", "new-charge", "needs-met-elsewhere",
                "mistaken-or-duplicate", "died", "other",
            ])
        #expect(
            Referral.WithdrawalCode.allCases.map(\.rawValue) == [
                "participant-choice", "consent-withdrawn", "charges-dropped", "moved", "safety",
                "mistaken-or-duplicate", "other",
            ])
        #expect(
            Referral.HoldCode.allCases.map(\.rawValue) == [
                "participant-unavailable", "waiting-for-documents", "health", "court-date", "program-closed", "other",
            ])
        #expect(
            Referral.SharedField.allCases.map(\.rawValue) == [
                "name", "birth-date", "phone", "email", "contact-preference", "language", "need", "charge",
            ])
        #expect(
            Referral.Outcome.allCases.map(\.rawValue) == ["goals-met", "goals-partly-met", "requirement-met", "other"])
        #expect(
            Referral.Attendance.allCases.map(\.rawValue) == [
                "came", "came-late", "did-not-come", "moved", "did-not-happen",
            ])
        #expect(Referral.SourceResult.allCases.map(\.rawValue) == ["graduated", "failed", "never-determined"])
    }
}
