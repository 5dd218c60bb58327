import Casework
import EventModel
import Testing

@Suite("Referral refusals")
struct ReferralRefusalTests {
    typealias Row = RefusalRow<Referral>

    @Test("A command that breaks a rule is refused with what to do about it", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = drafting + offering + answering + working + closing

    private static let drafting: [Row] = [
        .init(
            "a program that takes nobody gets no draft", [], .draft(Example.drafted, program: Example.notAccepting),
            .programNotAccepting),
        .init("a draft names the need", [], draft { $0.need = " \n" }, .required(field: "need")),
        .init("a draft shares something", [], draft { $0.share = [] }, .required(field: "share")),
        .init(
            "a referral is drafted once", Example.history(to: .drafted),
            .draft(Example.drafted, program: Example.accepting), .alreadyExists),
        .init(
            "a referral that was taken over is not drafted", Example.history(to: .takenOver),
            .draft(Example.drafted, program: Example.accepting), .alreadyExists),
        .init(
            "a drafted referral is not taken over", Example.history(to: .drafted),
            .takeOver(Example.takenOver, result: nil), .alreadyExists),
    ]

    private static let offering: [Row] = [
        offer(
            "a program that takes nobody gets no offer", Example.agreed(), Example.notAccepting, .programNotAccepting),
        offer("an offer needs a consent", nil, Example.accepting, .consentMissing),
        offer(
            "a revoked consent covers nothing", Example.agreed { $0.isRevoked = true }, Example.accepting,
            .consentRevoked),
        offer(
            "a consent ends after its last day", Example.agreed { $0.expiresOn = Example.yesterday },
            Example.accepting, .consentExpired(Example.yesterday)),
        offer(
            "a consent for others does not cover this partner", Example.agreed { $0.recipients = [Example.office] },
            Example.accepting, .consentForOthers),
        offer(
            "a consent covers every field that is shared", Example.agreed { $0.scope = [.name, .phone] },
            Example.accepting, .consentTooNarrow([.need])),
        offer(
            "every field beyond the consent is named", Example.agreed { $0.scope = [] }, Example.accepting,
            .consentTooNarrow([.name, .need])),
    ]

    private static let answering: [Row] = [
        .init(
            "a question says something", Example.history(to: .acknowledged), .requestInformation(question: " "),
            .required(field: "question")),
        .init(
            "an answer says something", Example.history(to: .needsInformation), .supplyInformation(answer: ""),
            .required(field: "answer")),
        .init(
            "an override of capacity has a reason", Example.history(to: .acknowledged),
            .accept(capacityOverride: " ", .page), .required(field: "capacityOverride")),
        .init(
            "a waiting list is reviewed on a later day", Example.history(to: .acknowledged),
            .waitlist(position: 1, reviewBy: Example.today, today: Example.today, .page), .dateInPast(field: "reviewBy")
        ),
        .init(
            "a waiting list counts from 1", Example.history(to: .acknowledged),
            .waitlist(position: 0, reviewBy: Example.tomorrow, today: Example.today, .page),
            .invalidValue(field: "position")),
        .init(
            "a decline for another reason has a note", Example.history(to: .acknowledged),
            .decline(.init(code: .other), .page), .required(field: "note")),
        .init(
            "the note of a decline says something", Example.history(to: .offered),
            .decline(.init(code: .other, note: "\t"), .page), .required(field: "note")),
        .init(
            "a recall has a reason", Example.history(to: .offered), .recall(reason: ""), .required(field: "reason")),
    ]

    private static let working: [Row] = [
        .init(
            "intake is not scheduled for yesterday", Example.history(to: .accepted),
            .scheduleIntake(.init(on: Example.yesterday), today: Example.today), .dateInPast(field: "on")),
        .init(
            "service does not begin tomorrow", Example.history(to: .intakeScheduled),
            .beginService(on: Example.tomorrow, today: Example.today), .dateInFuture(field: "on")),
        .init(
            "a session is not recorded before it happens", Example.history(to: .inProgress),
            .recordSession(.init(on: Example.tomorrow, attendance: .came), today: Example.today),
            .dateInFuture(field: "on")),
        .init(
            "a missed session says who could not", Example.history(to: .inProgress),
            .recordSession(.init(on: Example.today, attendance: .didNotCome), today: Example.today),
            .required(field: "whoCouldNot")),
        .init(
            "a progress report says something", Example.history(to: .inProgress), .reportProgress(note: " "),
            .required(field: "note")),
        .init(
            "a hold is reviewed on a later day", Example.history(to: .inProgress),
            .hold(.init(code: .health, reviewBy: Example.today), today: Example.today), .dateInPast(field: "reviewBy")),
        .init(
            "a hold for another reason has a note", Example.history(to: .inProgress),
            .hold(.init(code: .other, reviewBy: Example.tomorrow), today: Example.today), .required(field: "note")),
    ]

    private static let closing: [Row] = [
        .init(
            "a completion has an outcome and a note", Example.history(to: .inProgress),
            .complete(.init(outcome: .goalsMet, note: " ")), .required(field: "note")),
        .init(
            "an unsuccessful end for another reason has a note", Example.history(to: .inProgress),
            .reportUnsuccessful(.init(code: .other)), .required(field: "note")),
        .init(
            "a withdrawal for another reason has a note", Example.history(to: .offered),
            .withdraw(.init(by: .office, code: .other)), .required(field: "note")),
        .init(
            "a reopening has a reason", Example.history(to: .completed), .reopen(reason: ""), .required(field: "reason")
        ),
        .init(
            "what never began is not reopened",
            Example.history(to: .offered) + [.withdrawn(.init(by: .office, code: .chargesDropped))],
            .reopen(reason: "came back"), .neverBegan),
        .init(
            "an error is explained", Example.history(to: .offered), .markEnteredInError(reason: " "),
            .required(field: "reason")),
    ]

    @Test(
        "A time of intake is HH:MM",
        arguments: ["", "9:00", "24:00", "12:60", "12:3", "12-30", "12:30:00", "ab:cd", "１２:30", "+1:30", "12:+3"])
    func intakeTimes(time: String) {
        given(Referral.self, Example.history(to: .accepted))
            .when(.scheduleIntake(.init(on: Example.today, time: time), today: Example.today))
            .refused(.invalidValue(field: "time"))
    }

    @Test("A note that was sealed or erased counts as written")
    func sealedText() {
        let sealed = Personal.sealed(.init(key: Example.id("key"), box: "Ym94"))
        given(Referral.self, Example.history(to: .inProgress)).when(.complete(.init(outcome: .goalsMet, note: sealed)))
            .then(.completed(.init(outcome: .goalsMet, note: sealed)))
    }

    private static func draft(_ edit: (inout Referral.Drafted) -> Void) -> Referral.Command {
        var drafted = Example.drafted
        edit(&drafted)
        return .draft(drafted, program: Example.accepting)
    }

    private static func offer(
        _ rule: String, _ consent: Consent?, _ program: Referral.ProgramFacts, _ refusal: Referral.Refusal
    ) -> Row {
        .init(
            rule, Example.history(to: .drafted), .offer(consent: consent, program: program, today: Example.today),
            refusal)
    }
}
