import Casework
import EventModel
import Testing

@Suite("Corrections of a referral")
struct ReferralCorrectionTests {
    typealias Row = RefusalRow<Referral>

    @Test("A coded answer is corrected by a further event, and the state follows")
    func coded() {
        let outcome = Referral.Corrected(field: .outcome, was: "goals-met", now: "requirement-met", why: "misread")
        let ended = Referral.Corrected(field: .unsuccessfulCode, was: "moved", now: "died", why: "family called")
        let declined = Referral.Corrected(field: .declineCode, was: "no-capacity", now: "other", why: "wrong button")
        given(Referral.self, Example.history(to: .completed)).when(.correct(outcome)).then(.corrected(outcome))
        given(Referral.self, Example.history(to: .unsuccessful)).when(.correct(ended)).then(.corrected(ended))
        given(Referral.self, Example.history(to: .declined)).when(.correct(declined)).then(.corrected(declined))
        #expect(state(.completed, outcome).outcome == .requirementMet)
        #expect(state(.unsuccessful, ended).unsuccessfulCode == .died)
        #expect(state(.declined, declined).declineCode == .other)
        #expect(state(.completed, outcome).status == .completed)
    }

    @Test("The need is corrected as personal text")
    func need() {
        let need = Referral.Corrected(field: .need, nowText: "a job", why: "misheard")
        given(Referral.self, Example.history(to: .offered)).when(.correct(need)).then(.corrected(need))
        #expect(state(.offered, need).need == "a job")
    }

    @Test("A corrected attendance changes the count only where it changes the coming")
    func attendance() {
        func attended(after corrections: Referral.Corrected...) -> Int {
            Referral.state(after: Self.twoSessions + corrections.map { .corrected($0) }).sessionsAttended
        }
        #expect(attended() == 1)
        #expect(attended(after: Self.attendance("did-not-come", "came")) == 2)
        #expect(attended(after: Self.attendance("came", "did-not-come")) == 0)
        #expect(attended(after: Self.attendance("came", "came-late")) == 1)
        #expect(attended(after: Self.attendance("did-not-come", "moved")) == 1)
        given(Referral.self, Self.twoSessions).when(.correct(Self.attendance("did-not-come", "came")))
            .then(.corrected(Self.attendance("did-not-come", "came")))
    }

    @Test("A history that corrects too often still counts between none and all sessions")
    func attendanceBounds() {
        let down = Referral.Event.corrected(Self.attendance("came", "moved"))
        let up = Referral.Event.corrected(Self.attendance("moved", "came"))
        #expect(Referral.state(after: Self.twoSessions + [down, down, down]).sessionsAttended == 0)
        #expect(Referral.state(after: Self.twoSessions + [up, up, up]).sessionsAttended == 2)
    }

    @Test("A correction that does not fit is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        refuse(
            "a correction says why", .completed, .init(field: .outcome, was: "goals-met", now: "other", why: " "),
            .required(field: "why")),
        refuse(
            "a corrected need says something", .offered, .init(field: .need, nowText: "", why: "x"),
            .required(field: "now")),
        refuse("a corrected need is given", .offered, .init(field: .need, why: "x"), .required(field: "now")),
        refuse(
            "a need's old words are not stored in the clear", .offered,
            .init(field: .need, was: "a bed", nowText: "a job", why: "x"), .invalidValue(field: "was")),
        refuse(
            "a need's new words are not stored in the clear", .offered,
            .init(field: .need, now: "a job", nowText: "a job", why: "x"), .invalidValue(field: "was")),
        refuse(
            "an outcome that is not there is not corrected", .inProgress,
            .init(field: .outcome, was: "goals-met", now: "other", why: "x"), .notNow(.inProgress)),
        refuse(
            "a stale outcome names what stands there", .completed,
            .init(field: .outcome, was: "other", now: "goals-met", why: "x"), .staleCorrection(current: "goals-met")),
        refuse(
            "what stood there is named", .completed, .init(field: .outcome, now: "other", why: "x"),
            .staleCorrection(current: "goals-met")),
        refuse(
            "an outcome is one of its codes", .completed,
            .init(field: .outcome, was: "goals-met", now: "splendid", why: "x"), .invalidValue(field: "now")),
        refuse(
            "a new outcome is given", .completed, .init(field: .outcome, was: "goals-met", why: "x"),
            .invalidValue(field: "now")),
        refuse(
            "an unsuccessful code is one of its codes", .unsuccessful,
            .init(field: .unsuccessfulCode, was: "moved", now: "gone", why: "x"), .invalidValue(field: "now")),
        refuse(
            "a decline code that is not there is not corrected", .offered,
            .init(field: .declineCode, was: "other", now: "other", why: "x"), .notNow(.offered)),
        refuse("no attendance without a session", .inProgress, attendance("came", "moved"), .notNow(.inProgress)),
        .init(
            "a corrected attendance names its event", twoSessions,
            .correct(.init(field: .attendance, was: "came", now: "moved", why: "x")), .required(field: "event")),
        .init(
            "an attendance is one of its codes", twoSessions, .correct(attendance("came", "gone")),
            .invalidValue(field: "now")),
        .init(
            "an attendance was one of its codes", twoSessions, .correct(attendance("gone", "came")),
            .invalidValue(field: "now")),
        .init(
            "nobody came, so no coming is corrected", Array(twoSessions.dropLast()),
            .correct(attendance("came", "did-not-come")), .staleCorrection(current: nil)),
        .init(
            "everybody came, so no staying away is corrected",
            Example.history(to: .inProgress) + [twoSessions[twoSessions.count - 1]],
            .correct(attendance("did-not-come", "came")), .staleCorrection(current: nil)),
    ]

    private static let twoSessions =
        Example.history(to: .inProgress) + [
            .sessionRecorded(.init(on: Example.yesterday, attendance: .didNotCome, whoCouldNot: .participant)),
            .sessionRecorded(.init(on: Example.today, attendance: .came)),
        ]

    private static func attendance(_ was: String, _ now: String) -> Referral.Corrected {
        .init(field: .attendance, event: Example.id("session"), was: was, now: now, why: "mixed up")
    }

    private static func refuse(
        _ rule: String, _ status: Referral.Status, _ corrected: Referral.Corrected, _ refusal: Referral.Refusal
    ) -> Row {
        .init(rule, Example.history(to: status), .correct(corrected), refusal)
    }

    private func state(_ status: Referral.Status, _ corrected: Referral.Corrected) -> Referral.State {
        Referral.state(after: Example.history(to: status) + [.corrected(corrected)])
    }
}
