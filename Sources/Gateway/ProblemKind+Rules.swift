/// What the rules of the work refuse: each code that a use case gives, in words.
///
/// The status is 409; a refusal about a field is answered with 422 instead (see `Problem.init(_: Refused)`).
extension ProblemKind {
    static let rules: [ProblemKind] = fields + referral + program + people + network + modules + screening + ledger

    private static let fields: [ProblemKind] = [
        .init("field.required", 422, "A field is missing", "Fill in {field}."),
        .init("field.unknown-value", 422, "A value is not known", "Use one of the values that {field} takes."),
        .init("field.unknown-key", 422, "A field is not known", "There is no field {field} here. Leave it out."),
        .init("field.malformed", 422, "A value cannot be read", "Write {field} as the documentation shows."),
        .init("field.out-of-range", 422, "A number is out of range", "Use a number for {field} that is possible here."),
        .init("field.date-in-past", 422, "A date is in the past", "Use today or a later date for {field}."),
        .init("field.unchanged", 422, "Nothing would change", "{field} says so already. Give another value."),
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
        .init(
            "case.already-declined", 409, "The case is declined already",
            "The office has declined to prosecute this person already. Read the case."),
    ]

    private static let network: [ProblemKind] = [
        .init("organization.already-registered", 409, "The organization exists already", "Use the one that is there."),
        .init("jurisdiction.already-registered", 409, "The jurisdiction exists already", "Use the one that is there."),
        .init(
            "jurisdiction.not-registered", 409, "The jurisdiction is not registered", "Register the jurisdiction first."
        ),
    ]

    private static let ledger: [ProblemKind] = [
        .init(
            "ledger.mismatch", 409, "The history does not match what was published",
            "Nothing is exported until the operator has found out why. Run `throughline verify`.")
    ]

    private static let screening: [ProblemKind] = [
        .init("screening.already-made", 409, "The screening exists already", "Read the screening that is there."),
        .init("screening.not-made", 409, "There is no such screening", "Screen the case first."),
        .init("screening.over", 409, "It has come to its end", "What came of the case stays as it is."),
        .init(
            "screening.not-met", 409, "The rules are not met",
            "The outcome is {finding}, so no step is open. Add what is known, or ask for an override."),
        .init(
            "screening.already-asked", 409, "A second person is asked already",
            "Wait for the answer, or refuse what was asked for."),
        .init("screening.nothing-asked", 409, "Nothing is asked for", "Read the screening again."),
        .init(
            "screening.same-person", 409, "A second person is needed",
            "Neither who asked nor who screened can agree. Ask another supervisor."),
        .init("screening.no-such-notice", 422, "There is no such notice", "Read the screening's notices and name one."),
        .init(
            "screening.stranded", 422, "The version does not have that state",
            "The case is in the state {state}, which that version does not have, so it cannot be moved."),
        .init(
            "screening.consent-needed", 422, "There is no consent in force",
            "Record a consent of the person first; the module records something about treatment."),
        .init(
            "step.not-now", 409, "The step is not open", "Read the screening again to see which steps are."),
        .init(
            "step.guard-not-met", 409, "The step's rule is not met",
            "The rule says: {rule} Take another step, or wait until it is met."),
        .init(
            "step.guard-not-known", 409, "It is not known whether the step's rule is met",
            "The rule says: {rule} Not known are: {missing}."),
        .init(
            "module.refused", 409, "The county's module says no",
            "It says: {reason} Nothing was recorded."),
    ]
}
