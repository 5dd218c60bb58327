/// What the rules of the work refuse: each code that a use case gives, in words.
///
/// The status is 409; a refusal about a field is answered with 422 instead (see `Problem.init(_: Refused)`).
extension ProblemKind {
    static let rules: [ProblemKind] = fields + referral + program + people + network + modules

    private static let fields: [ProblemKind] = [
        .init("field.required", 422, "A field is missing", "Fill in {field}."),
        .init("field.unknown-value", 422, "A value is not known", "Use one of the values that {field} takes."),
        .init("field.unknown-key", 422, "A field is not known", "There is no field {field} here. Leave it out."),
        .init("field.malformed", 422, "A value cannot be read", "Write {field} as the documentation shows."),
        .init("field.out-of-range", 422, "A number is out of range", "Use a number for {field} that is possible here."),
        .init("field.date-in-past", 422, "A date is in the past", "Use today or a later date for {field}."),
        .init("field.date-in-future", 422, "A date is in the future", "Use today or an earlier date for {field}."),
    ]

    private static let referral: [ProblemKind] = [
        .init(
            "referral.not-now", 409, "The referral is not at that step",
            "The referral is {status} now, so this step cannot be taken. Read it again to see what can."),
        .init("referral.already-exists", 409, "The referral exists already", "Read the referral that is there."),
        .init(
            "referral.program-not-accepting", 422, "The program takes no referrals now",
            "Choose another program, or wait until this one resumes its intake."),
        .init(
            "referral.consent-missing", 422, "There is no consent",
            "Record the person's consent to share with this partner first, or do not share."),
        .init(
            "referral.consent-expired", 422, "The consent has expired",
            "The consent ended on {on}. Ask the person for a new one and record it."),
        .init(
            "referral.consent-revoked", 422, "The consent was revoked",
            "The person took the consent back. Nothing may be shared under it."),
        .init(
            "referral.consent-too-narrow", 422, "The consent does not cover everything",
            "The consent does not cover: {fields}. Share less, or record a wider consent."),
        .init(
            "referral.consent-for-others", 422, "The consent names other recipients",
            "The consent does not name this partner. Record one that does."),
        .init(
            "referral.stale-correction", 422, "The value to correct is another one by now",
            "It reads “{current}” now. Read it again and correct what stands there."),
        .init(
            "referral.never-began", 409, "It was never taken on",
            "A referral that no partner took on cannot be opened again. Draft a new one."),
    ]

    private static let program: [ProblemKind] = [
        .init("program.already-registered", 409, "The program exists already", "Read the program that is there."),
        .init("program.not-registered", 409, "The program is not registered", "Register the program first."),
        .init(
            "program.no-place-open", 422, "No place is open",
            "Put the person on the waitlist, or give a reason in capacityOverride if you may exceed the places."),
        .init("program.already-paused", 409, "Intake is paused already", "Resume it before you pause it again."),
    ]

    private static let people: [ProblemKind] = [
        .init(
            "participant.already-registered", 409, "The person is registered already", "Use the record that is there."),
        .init("participant.not-registered", 409, "The person is not registered", "Register the person first."),
        .init(
            "participant.no-such-consent", 422, "There is no such consent",
            "Read the person's consents and name one of them."),
        .init(
            "participant.revocable-on-disposition-only", 409, "The consent cannot be revoked yet",
            "It was given until a disposition is final. It can be revoked after that."),
        .init("case.already-opened", 409, "The case is open already", "Use the case that is there."),
        .init(
            "case.not-opened", 409, "There is no case", "The referral belongs to no case, so none can be disposed of."),
        .init(
            "case.participant-not-in-case", 409, "The person is not in that case", "Join the person to the case first."),
    ]

    private static let network: [ProblemKind] = [
        .init("organization.already-registered", 409, "The organization exists already", "Use the one that is there."),
        .init("jurisdiction.already-registered", 409, "The jurisdiction exists already", "Use the one that is there."),
        .init(
            "jurisdiction.not-registered", 409, "The jurisdiction is not registered", "Register the jurisdiction first."
        ),
    ]
}
