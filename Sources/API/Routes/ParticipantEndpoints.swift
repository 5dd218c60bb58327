import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird

extension Endpoint {
    /// People and what they agreed to.
    static let participants: [Endpoint] = [
        Endpoint(
            .post, "/participants", "registerParticipant", .participants,
            "Registers a person and, with a case number, opens their case.", .registerParticipant,
            parameters: [.jurisdiction],
            body: .init(ParticipantInput.self, ParticipantInput.schema, example: ParticipantInput.example),
            answer: .created(
                "The person was registered.",
                Schema.object(
                    CommandAnswer.properties + [.may("caseId", .id("The case that was opened."))]
                ).named("ParticipantReceipt"),
                [
                    "id": .string(Example.participant), "version": 1, "position": 1811,
                    "caseId": .string(Example.caseID),
                ])
        ) { call in
            let made = try await call.throughline.registerParticipant(
                try call.input(), in: try await call.jurisdiction(), try call.commandContext())
            var answer = CommandAnswer(made.receipt)
            answer.caseId = made.caseID?.text
            return call.done(answer, location: "/participants/\(made.participant.text)")
        },
        Endpoint(
            .get, "/participants/{id}", "getParticipant", .participants,
            "Reads one person. The look is written to the access log.", .viewParticipant,
            parameters: [.path("id", "The person."), .minPosition],
            answer: .ok("The person.", ParticipantResource.schema, ParticipantResource.example)
        ) { call in
            let person = try await found(call)
            return call.resource(ParticipantResource(person), version: person.version)
        },
        Endpoint(
            .get, "/participants/{id}/timeline", "getParticipantTimeline", .participants,
            "Reads a person's referrals, with what led there and what differs at another moment. Each look is logged.",
            .viewHistory,
            parameters: [
                .path("id", "The person."), .at, .position, .clock,
                .query("compare", .text(maxLength: 40), "Another moment, or a position, to compare with."),
                .minPosition,
            ],
            answer: .ok(
                "The referrals that the caller may see, oldest first.", .items(ReferralHistoryResource.schema),
                ["items": [ReferralHistoryResource.example]])
        ) { call in
            let id = try call.id()
            let slug = try await call.throughline.jurisdiction(ofParticipant: id, for: call.principal)
            try await call.waitForMinPosition(in: slug)
            let person = try await call.throughline.participantHistory(
                of: id, at: try await call.moment(in: slug), by: call.clock,
                comparedWith: try await call.otherMoment(in: slug), for: call.principal)
            return call.json(ListAnswer(items: person.referrals.map(ReferralHistoryResource.init)))
        },
        Endpoint(
            .get, "/participants/{id}/consents", "listConsents", .participants, "Lists a person's consents.",
            .viewParticipant, parameters: [.path("id", "The person."), .minPosition],
            answer: .ok("The consents.", .items(ConsentResource.schema), ["items": [ConsentResource.example]])
        ) { call in
            let person = try await found(call)
            return call.resource(
                ListAnswer(items: person.consents.map(ConsentResource.init)), version: person.version)
        },
        Endpoint(
            .post, "/participants/{id}/consents", "recordConsent", .participants,
            "Records what a person agreed may be shared, with whom, and until when.", .recordConsent,
            parameters: [.path("id", "The person.")],
            body: .init(ConsentInput.self, ConsentInput.schema, example: ConsentInput.example), versioning: .optional,
            answer: .created("It was recorded.", consentReceipt, consentExample)
        ) { call in
            let person = try call.id()
            let context = try call.commandContext()
            let receipt = try await call.throughline.recordConsent(try call.input(), of: person, context)
            return call.done(
                ConsentAnswer(receipt, consent: context.commandID), location: "/participants/\(person.text)/consents")
        },
        Endpoint(
            .post, "/participants/{id}/consents/{consent}/revoke", "revokeConsent", .participants,
            "Revokes a consent: nothing more is shared under it from now on.", .revokeConsent,
            parameters: [.path("id", "The person."), .path("consent", "The consent.")], versioning: .optional,
            answer: .ok("It is revoked.", consentReceipt, consentExample)
        ) { call in
            let consent = try call.id("consent")
            let receipt = try await call.throughline.revokeConsent(
                consent, of: try call.id(), try call.commandContext())
            return call.done(ConsentAnswer(receipt, consent: consent))
        },
    ]

    private static let consentReceipt = Schema.object([
        .needs("id", .id("The consent.")), .needs("participant", .id("The person.")),
        .needs("version", .integer("The person's version now, for the next If-Match.", 0...Int.max)),
        .needs("position", .integer("The position in the log, for minPosition.", 0...Int.max)),
    ]).named("ConsentReceipt")
    private static let consentExample: JSON = [
        "id": .string(Example.consent), "participant": .string(Example.participant), "version": 2, "position": 1812,
    ]

    private static func found(_ call: Call) async throws -> ParticipantDetail {
        let id = try call.id()
        let slug = try await call.throughline.jurisdiction(ofParticipant: id, for: call.principal)
        try await call.waitForMinPosition(in: slug)
        return try await call.throughline.participant(id, for: call.principal)
    }
}

/// What a command about a consent did.
private struct ConsentAnswer: VersionedAnswer {
    var id: String
    var participant: String
    var version: Int64
    var position: Int64

    init(_ receipt: Receipt, consent: UUID) {
        id = consent.text
        participant = receipt.id.text
        version = receipt.version
        position = receipt.position
    }
}
