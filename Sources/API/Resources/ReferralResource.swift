import Access
import Application
import Casework
import EventModel
import Foundation

/// One referral with everything that its reader may see.
struct ReferralResource: Encodable, Sendable {
    struct Person: Encodable, Sendable {
        var id: String?
        var name: String?
        var isErased: Bool
        var birthDate: String?
        var phone: String?
        var email: String?
        var contactPreference: String?
    }

    struct Intake: Encodable, Sendable {
        var on: Day
        var time: String?
    }

    struct Disposition: Encodable, Sendable {
        var kind: String
        var on: Day
    }

    struct Source: Encodable, Sendable {
        var program: String?
        var result: String
    }

    var id: String
    var number: String?
    var jurisdiction: String
    var status: String
    var priority: String
    var participant: Person
    var caseId: String?
    var caseNumber: String?
    var program: NamedResource?
    var partner: NamedResource?
    var office: NamedResource?
    var following: String?
    var share: [String]
    var need: String?
    var question: String?
    var consent: ConsentResource?
    var waitlistPosition: Int?
    var reviewBy: Day?
    var intake: Intake?
    var beganOn: Day?
    var sessions: Int
    var sessionsAttended: Int
    var holdCode: String?
    var declineCode: String?
    var outcome: String?
    var unsuccessfulCode: String?
    var withdrawalCode: String?
    var dispositions: [Disposition]
    var source: Source?
    var deadlines: [DeadlineResource]
    var steps: [String]
    var mayRecordDisposition: Bool
    var version: Int64
    var position: Int64

    init(_ detail: ReferralDetail, for principal: Principal) {
        let state = detail.state
        // The partner reads no more than what is shared with it.
        let isPartner = principal.organization == state.partner && principal.organization != state.office
        id = detail.id.text
        number = state.number.isEmpty ? nil : state.number
        jurisdiction = detail.jurisdiction.slug
        status = state.status.rawValue
        priority = state.priority.rawValue
        participant = Person(
            id: state.participant?.text, name: detail.name.full, isErased: detail.name.isErased,
            birthDate: detail.person["birthDate"], phone: detail.person["phone"], email: detail.person["email"],
            contactPreference: detail.person["contactPreference"])
        caseId = isPartner ? nil : state.caseID?.text
        caseNumber = detail.caseNumber
        program = NamedResource(state.program?.text, detail.program)
        partner = NamedResource(state.partner?.text, detail.partner)
        office = NamedResource(state.office?.text, detail.office)
        following = detail.following?.text
        share = state.share.map(\.rawValue)
        need = !isPartner || state.share.contains(.need) ? state.need?.text : nil
        question = state.openQuestion?.text
        consent = detail.consent.map(ConsentResource.init)
        waitlistPosition = state.waitlistPosition
        reviewBy = state.reviewBy
        intake = state.intakeOn.map { Intake(on: $0, time: state.intakeTime) }
        beganOn = state.beganOn
        sessions = state.sessions
        sessionsAttended = state.sessionsAttended
        holdCode = state.holdCode?.rawValue
        declineCode = state.declineCode?.rawValue
        outcome = state.outcome?.rawValue
        unsuccessfulCode = state.unsuccessfulCode?.rawValue
        withdrawalCode = state.withdrawalCode?.rawValue
        dispositions = detail.dispositions.map { Disposition(kind: $0.kind.rawValue, on: $0.on) }
        source = state.sourceResult.map { Source(program: state.sourceProgram, result: $0.rawValue) }
        deadlines = detail.clocks.deadlines.map(DeadlineResource.init)
        steps = detail.verbs.map(\.rawValue)
        mayRecordDisposition = detail.mayRecordDisposition
        version = detail.version
        position = detail.position
    }

    private static let person = Schema.object([
        .may("id", .id), .may("name", .text()), .needs("isErased", .flag), .may("birthDate", .day),
        .may("phone", .text()), .may("email", .text()), .may("contactPreference", .text()),
    ])
    static let schema = Schema.object([
        .needs("id", .id), .may("number", .text("What people say on the phone.")), .needs("jurisdiction", .text()),
        .needs("status", .code(Referral.Status.self)), .needs("priority", .code(Referral.Priority.self)),
        .needs("participant", person), .may("caseId", .id), .may("caseNumber", .text()),
        .may("program", NamedResource.schema), .may("partner", NamedResource.schema),
        .may("office", NamedResource.schema), .may("following", .id("The referral that this one follows.")),
        .needs("share", .list(.code(Referral.SharedField.self), "What the partner may see.")), .may("need", .text()),
        .may("question", .text("The question that waits for an answer.")), .may("consent", ConsentResource.schema),
        .may("waitlistPosition", .count), .may("reviewBy", .day),
        .may("intake", .object([.needs("on", .day), .may("time", Schema(.string(.time)))])), .may("beganOn", .day),
        .needs("sessions", .count), .needs("sessionsAttended", .count), .may("holdCode", .code(Referral.HoldCode.self)),
        .may("declineCode", .code(Referral.DeclineCode.self)), .may("outcome", .code(Referral.Outcome.self)),
        .may("unsuccessfulCode", .code(Referral.UnsuccessfulCode.self)),
        .may("withdrawalCode", .code(Referral.WithdrawalCode.self)),
        .needs(
            "dispositions", .list(.object([.needs("kind", .code(Case.DispositionKind.self)), .needs("on", .day)]))),
        .may(
            "source",
            .object([.may("program", .text()), .needs("result", .code(Referral.SourceResult.self))])),
        .needs("deadlines", .list(DeadlineResource.schema)),
        .needs("steps", .list(.code(ReferralVerb.self), "What the caller can do with it now.")),
        .needs("mayRecordDisposition", .flag), .needs("version", .count), .needs("position", .integer("In the log.")),
    ]).named("Referral")
    static let example: JSON = [
        "id": .string(Example.referral), "number": "RF-4K7M-9TQ2", "jurisdiction": .string(Example.slug),
        "status": "acknowledged", "priority": "routine",
        "participant": ["id": .string(Example.participant), "name": "Marcus Okafor", "isErased": false],
        "caseId": .string(Example.caseID), "program": ["id": .string(Example.program), "name": "Recovery housing"],
        "partner": ["id": .string(Example.partner), "name": "Second Harbor"],
        "office": ["id": .string(Example.office), "name": "State's Attorney"], "share": ["name", "phone", "need"],
        "need": "Housing within two weeks", "sessions": 0, "sessionsAttended": 0, "dispositions": [],
        "deadlines": [DeadlineResource.example], "steps": ["accept", "waitlist", "decline"],
        "mayRecordDisposition": false, "version": 3, "position": 1827,
    ]
}
