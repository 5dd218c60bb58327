import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird

extension Endpoint {
    /// The prosecutor's cases, and how they end.
    static let cases: [Endpoint] = [
        Endpoint(
            .get, "/cases", "listCases", .cases, "Lists your office's cases, latest change first.", .listCases,
            parameters: [
                .jurisdiction, .query("participant", .id, "Only those of this person."),
                .query("state", .code(CaseFilter.State.self), "Only those that stand there."),
                .query("q", .text(maxLength: 200), "A person's name."), .cursor, .limit(500, 50), .minPosition,
            ],
            answer: .ok(
                "A page of cases.", .page(CaseItemResource.schema),
                ["items": [CaseItemResource.example], "next": "MTgwMQ"])
        ) { call in
            let slug = try await call.jurisdiction()
            try await call.waitForMinPosition(in: slug)
            var filter = CaseFilter()
            filter.query = call.query["q"]
            filter.participant = call.uuid("participant")
            filter.state = call.query["state"].flatMap(CaseFilter.State.init)
            let cursor = try call.query["cursor"].map { text throws(Problem) in try Cursor.unwrapped(text) }
            let page = try await call.throughline.cases(
                filter, in: slug, after: cursor, limit: call.limit ?? 50, for: call.principal)
            return call.page(page.items.map(CaseItemResource.init), next: page.next)
        },
        Endpoint(
            .get, "/cases/{id}", "getCase", .cases, "Reads one case. The look is written to the access log.",
            .viewCase, parameters: [.path("id", "The case.")],
            answer: .ok("The case.", CaseResource.schema, CaseResource.example)
        ) { call in
            let detail = try await call.throughline.caseDetail(try call.id(), for: call.principal)
            return call.resource(CaseResource(detail), version: detail.version)
        },
        Endpoint(
            .post, "/cases/{id}/decline", "declineCase", .cases,
            "Records that the office declines to prosecute a person, for a reason of its own.", .declineCase,
            parameters: [.path("id", "The case.")],
            body: .init(
                DeclineCaseInput.self,
                Schema.object([
                    .needs("participant", .id("The person.")), .may("on", .day("The day; today without it.")),
                    .needs("reason", words("Why.")),
                ]).named("DeclineCaseInput"),
                example: ["participant": .string(Example.participant), "reason": "The evidence does not carry it."]),
            versioning: .optional, answer: .ok("It was recorded.", CommandAnswer.schema, caseReceipt)
        ) { call in
            let input = try call.input(DeclineCaseInput.self)
            return call.done(
                CommandAnswer(
                    try await call.throughline.declineCase(
                        try call.id(), participant: input.participant, on: input.on, reason: input.reason,
                        try call.commandContext())))
        },
        Endpoint(
            .post, "/cases/{id}/disposition", "recordCaseDisposition", .cases,
            "Records how the prosecution of a person ended, where no referral's loop is closed by it.",
            .recordDisposition, parameters: [.path("id", "The case.")],
            body: .init(
                CaseDispositionInput.self,
                Schema.object([
                    .needs("participant", .id("The person.")), .needs("kind", .code(Case.DispositionKind.self)),
                    .needs("on", .day("The day of the disposition.")), .may("note", words("More, for the office.")),
                ]).named("CaseDispositionInput"),
                example: [
                    "participant": .string(Example.participant), "kind": "dismissed-with-prejudice",
                    "on": "2026-12-15",
                ]),
            versioning: .optional, answer: .ok("It was recorded.", CommandAnswer.schema, caseReceipt)
        ) { call in
            let input = try call.input(CaseDispositionInput.self)
            return call.done(
                CommandAnswer(
                    try await call.throughline.recordDisposition(
                        kind: input.kind, on: input.on, note: input.note, participant: input.participant,
                        inCase: try call.id(), try call.commandContext())))
        },
    ]

    private static let caseReceipt: JSON = ["id": .string(Example.caseID), "version": 3, "position": 1829]
}

private struct DeclineCaseInput: Codable, Sendable {
    var participant: UUID
    var on: Day?
    var reason: String
}

private struct CaseDispositionInput: Codable, Sendable {
    var participant: UUID
    var kind: String
    var on: Day
    var note: String?
}
