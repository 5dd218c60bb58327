import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

extension Endpoint {
    /// Referrals: the list, one, its past, and drafting one. Each step has an endpoint of its own in `steps`.
    static let referrals: [Endpoint] = [
        Endpoint(
            .get, "/referrals", "listReferrals", .referrals,
            "Lists the referrals that you may see, latest change first.", .listReferrals,
            parameters: [
                .jurisdiction, .query("status", .code(Referral.Status.self), "Only those that stand there."),
                .query("program", .id, "Only those to this program."),
                .query("organization", .id, "Only those that this organization made or got."),
                .query("participant", .id, "Only those of this person."),
                .query("due", Schema(.string(.moment)), "Only those with a deadline until then."),
                .query("q", .text(maxLength: 200), "A referral number, or a name."), .cursor, .limit(500, 50),
                .minPosition,
            ],
            answer: .ok(
                "A page of referrals.", .page(ReferralListResource.schema),
                ["items": [ReferralListResource.example], "next": "MTgwMQ"]), list),
        Endpoint(
            .post, "/referrals", "draftReferral", .referrals,
            "Drafts a referral. Nobody but the office sees it until it is offered.", .draftReferral,
            parameters: [.jurisdiction],
            body: .init(DraftInput.self, DraftInput.schema, example: DraftInput.example),
            answer: .created(
                "It was drafted.", CommandAnswer.referralSchema, CommandAnswer.referralExample(.drafted))
        ) { call in
            let receipt = try await call.throughline.draftReferral(
                try call.input(), in: try await call.jurisdiction(), try call.commandContext())
            return try await call.done(receipt, referral: receipt.id, location: "/referrals/\(receipt.id.text)")
        },
        Endpoint(
            .get, "/referrals/{id}", "getReferral", .referrals,
            "Reads one referral as it stands, or with `at` or `position` as it stood. The look is logged.",
            .viewReferral,
            parameters: [
                .path("id", "The referral."),
                .at, .position, .clock,
                .query("compare", .text(maxLength: 40), "Another moment, or a position, to compare with."),
                .minPosition,
            ],
            answer: .ok(
                "The referral, or its past.", .either(ReferralResource.schema, ReferralHistoryResource.schema),
                ReferralResource.example), read),
        Endpoint(
            .get, "/referrals/{id}/events", "listReferralEvents", .referrals,
            "Lists the events of one referral, oldest first. The look is logged.", .viewHistory,
            parameters: [.path("id", "The referral."), .minPosition],
            answer: .ok("The events.", .items(EventResource.schema), ["items": [EventResource.example]])
        ) { call in
            let id = try call.id()
            try await call.waitForMinPosition(
                in: try await call.throughline.jurisdiction(ofReferral: id, for: call.principal))
            let history = try await call.throughline.history(
                of: id, at: .latest, by: .recorded, for: call.principal)
            return call.json(ListAnswer(items: history.detail.timeline.map(EventResource.init)))
        },
    ]

    @Sendable private static func list(_ call: Call) async throws -> Response {
        let slug = try await call.jurisdiction()
        try await call.waitForMinPosition(in: slug)
        var filter = ReferralFilter()
        filter.status = call.query["status"]
        filter.program = call.uuid("program")
        filter.organization = call.uuid("organization")
        filter.participant = call.uuid("participant")
        if let due = call.query["due"] { filter.due = try await call.moment(due, in: slug) }
        filter.query = call.query["q"]
        let cursor = try call.query["cursor"].map { text throws(Problem) in try Cursor.unwrapped(text) }
        let page = try await call.throughline.referrals(
            filter, in: slug, after: cursor, limit: call.limit ?? 50, for: call.principal)
        return call.page(page.items.map(ReferralListResource.init), next: page.next)
    }

    @Sendable private static func read(_ call: Call) async throws -> Response {
        let id = try call.id()
        let slug = try await call.throughline.jurisdiction(ofReferral: id, for: call.principal)
        try await call.waitForMinPosition(in: slug)
        let asked = ["at", "position", "clock", "compare"].contains { call.query[$0] != nil }
        guard asked else {
            let detail = try await call.throughline.referral(id, for: call.principal)
            return call.resource(ReferralResource(detail, for: call.principal), version: detail.version)
        }
        let history = try await call.throughline.history(
            of: id, at: try await call.moment(in: slug), by: call.clock,
            comparedWith: try await call.otherMoment(in: slug),
            for: call.principal)
        return call.json(ReferralHistoryResource(history))
    }
}

extension DraftInput {
    static let schema = Schema.object([
        .needs("participant", .id("The person.")), .may("caseId", .id("Their case.")),
        .needs("program", .id("Where they are referred to.")),
        .needs("need", words("What is asked for.")),
        .needs("share", .list(.code(Referral.SharedField.self), "What the partner may see.")),
        .may("priority", .code(Referral.Priority.self, "`routine` without it.")),
        .may("following", .id("The referral that this one follows.")),
    ]).named("DraftInput")
    static let example: JSON = [
        "participant": .string(Example.participant), "caseId": .string(Example.caseID),
        "program": .string(Example.program), "need": "Housing within two weeks", "share": ["name", "phone", "need"],
    ]
}
