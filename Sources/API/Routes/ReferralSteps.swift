import HTTPTypes
import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway

/// What one step of a referral is called and takes.
struct ReferralStep: Sendable {
    var summary: String
    var fields: [Schema.Property]
    var example: JSON
    /// Where the example's referral stands afterwards.
    var after: Referral.Status

    init(_ summary: String, _ fields: [Schema.Property] = [], _ example: JSON = [:], then after: Referral.Status) {
        self.summary = summary
        self.fields = fields
        self.example = example
        self.after = after
    }

    static func of(_ verb: ReferralVerb) -> ReferralStep { office(verb) ?? answer(verb) ?? work(verb) }

    /// What the referring side does.
    private static func office(_ verb: ReferralVerb) -> ReferralStep? {
        switch verb {
        case .offer: .init("Offers a draft to its partner, under the person's consent.", then: .offered)
        case .supplyInformation:
            .init(
                "Answers the partner's question.", [.needs("answer", words("The answer."))],
                ["answer": "Born in 1998; the county's ID is on file."], then: .acknowledged)
        case .recall:
            .init(
                "Takes a referral back before service began.", [.needs("reason", words("Why."))],
                ["reason": "Referred to the wrong program"], then: .recalled)
        case .withdraw:
            .init(
                "Ends a referral because the person or the office does not go on.",
                [
                    .needs("by", .code(Referral.WithdrawalBy.self)),
                    .needs("code", .code(Referral.WithdrawalCode.self)),
                    .may("note", words("More, if the code does not say it.")),
                ], ["by": "participant", "code": "participant-choice"], then: .withdrawn)
        case .reopen:
            .init(
                "Opens a closed referral again.", [.needs("reason", words("Why."))],
                ["reason": "Closed by mistake; the program goes on"], then: .inProgress)
        default: nil
        }
    }

    /// What the partner answers.
    private static func answer(_ verb: ReferralVerb) -> ReferralStep? {
        switch verb {
        case .acknowledge: .init("Says that the referral has arrived. Twice is once.", then: .acknowledged)
        case .withdrawAcknowledgement: .init("Takes an acknowledgement back.", then: .offered)
        case .requestInformation:
            .init(
                "Asks the office something; the clock for the answer stops meanwhile.",
                [.needs("question", words("The question."))], ["question": "Which shift does he work?"],
                then: .needsInformation)
        case .accept:
            .init(
                "Takes the person on, and a place with them.",
                [.may("capacityOverride", .text("Why, where no place is open.", maxLength: 1000))], [:],
                then: .accepted)
        case .waitlist:
            .init(
                "Puts the person on the waitlist.", [.needs("reviewBy", .day("When it is looked at again."))],
                ["reviewBy": "2026-11-20"], then: .waitlisted)
        case .decline:
            .init(
                "Says no, and why.",
                [
                    .needs("code", .code(Referral.DeclineCode.self)), .may("note", words("Required with `other`.")),
                    .may("redirectTo", .id("A program that may fit better.")),
                    .may("placesOpenOn", .day("When places will open.")),
                ], ["code": "no-capacity", "placesOpenOn": "2026-12-01"], then: .declined)
        default: nil
        }
    }

    /// What happens while the person is with the partner, and how it ends.
    private static func work(_ verb: ReferralVerb) -> ReferralStep {
        switch verb {
        case .scheduleIntake:
            .init(
                "Sets the day of the intake.",
                [
                    .needs("on", .day("The day.")), .may("time", Schema(.string(.time), "Such as 14:30.")),
                    .may("place", .text("Where.", maxLength: 400)),
                ], ["on": "2026-10-27", "time": "14:30"], then: .intakeScheduled)
        case .beginService:
            .init(
                "Says that service began.", [.may("on", .day("The day; today without it."))], ["on": "2026-10-27"],
                then: .inProgress)
        case .recordSession:
            .init(
                "Records a session and who came.",
                [
                    .may("on", .day("The day; today without it.")),
                    .needs("attendance", .code(Referral.Attendance.self)),
                    .may("whoCouldNot", .code(Referral.WhoCouldNot.self, "Where it did not take place as planned.")),
                    .may("note", words("Within the consent.")),
                ], ["on": "2026-11-03", "attendance": "came"], then: .inProgress)
        case .reportProgress:
            .init(
                "Reports how it goes.", [.needs("note", words("Within the consent."))],
                ["note": "Attends each week; looks for work."], then: .inProgress)
        case .hold:
            .init(
                "Stops for a while; the clocks stop too.",
                [
                    .needs("code", .code(Referral.HoldCode.self)),
                    .may("note", words("More, if the code is not enough.")),
                    .needs("reviewBy", .day("When it is looked at again.")),
                ], ["code": "health", "reviewBy": "2026-12-01"], then: .onHold)
        case .resume: .init("Goes on after a hold.", then: .inProgress)
        case .complete:
            .init(
                "Says that it was finished, with what came of it.",
                [.needs("outcome", .code(Referral.Outcome.self)), .needs("note", words("What came of it."))],
                ["outcome": "goals-met", "note": "Finished all twelve weeks."], then: .completed)
        case .reportUnsuccessful:
            .init(
                "Says that it ended before it was finished.",
                [
                    .needs("code", .code(Referral.UnsuccessfulCode.self)),
                    .may("note", words("More, if the code is not enough.")),
                ], ["code": "moved"], then: .unsuccessful)
        case .correct:
            .init(
                "Sets right what was recorded, by a further event. Nothing is edited.",
                [
                    .needs("field", .code(Referral.CorrectableField.self)),
                    .may("event", .id("The event that is wrong.")),
                    .may("was", .text("The code that stands there.", maxLength: 100)),
                    .may("now", words("The right one; for the need, the right words.")),
                    .needs("why", words("Why it was wrong.")),
                ],
                [
                    "field": "outcome", "was": "goals-met", "now": "goals-partly-met",
                    "why": "Two goals are still open.",
                ],
                then: .completed)
        default:
            .init(
                "Marks a referral that should never have been made.", [.needs("reason", words("Why."))],
                ["reason": "Entered twice"], then: .enteredInError)
        }
    }
}

extension Endpoint {
    /// One endpoint for each step of a referral, and the disposition that closes the loop.
    static let steps: [Endpoint] = ReferralVerb.allCases.map(step) + [disposition]

    private static func step(_ verb: ReferralVerb) -> Endpoint {
        let step = ReferralStep.of(verb)
        let name = verb.rawValue.split(separator: "-").map(\.capitalized).joined()
        let schema = Schema.object(step.fields).named("\(name)Input")
        return Endpoint(
            .post, "/referrals/{id}/\(verb.rawValue)", "\(name.prefix(1).lowercased())\(name.dropFirst())Referral",
            .referrals, step.summary, verb.action, parameters: [.path("id", "The referral.")],
            body: step.fields.isEmpty ? nil : .init(ReferralInput.self, schema, example: step.example),
            // A tap on "we have it" must not fail because the office wrote a line meanwhile.
            versioning: verb == .acknowledge ? .optional : .required,
            answer: .ok("It was done.", CommandAnswer.referralSchema, CommandAnswer.referralExample(step.after))
        ) { call in
            let id = try call.id()
            let receipt = try await call.throughline.take(
                verb, on: id, with: try call.input(), try call.commandContext())
            return try await call.done(receipt, referral: id)
        }
    }

    private static let disposition = Endpoint(
        .post, "/referrals/{id}/record-disposition", "recordDisposition", .cases,
        "Records how the prosecution of the person's case ended. Id and version of the answer are the case's.",
        .recordDisposition, parameters: [.path("id", "The referral whose loop this closes.")],
        body: .init(
            DispositionInput.self,
            Schema.object([
                .needs("kind", .code(Case.DispositionKind.self)), .needs("on", .day("The day of the disposition.")),
                .may("note", words("More, for the office.")),
            ]).named("DispositionInput"), example: ["kind": "dismissed-with-prejudice", "on": "2026-12-15"]),
        answer: .ok("It was recorded.", CommandAnswer.referralSchema, CommandAnswer.referralExample(.completed))
    ) { call in
        let id = try call.id()
        let input = try call.input(DispositionInput.self)
        let receipt = try await call.throughline.recordDisposition(
            kind: input.kind, on: input.on, note: input.note, referral: id, try call.commandContext())
        return try await call.done(receipt, referral: id, tagged: false)
    }
}

/// How a prosecution ended.
struct DispositionInput: Codable, Sendable {
    var kind: String
    var on: Day
    var note: String?
}
