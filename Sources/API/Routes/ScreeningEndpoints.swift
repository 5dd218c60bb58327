import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird

extension Parameter {
    /// A name that a county's document gives.
    static func named(_ name: String, _ description: String) -> Parameter {
        Parameter(name: name, place: .path, schema: .text(maxLength: 128), description: description)
    }

    static let language = query(
        "language", .code(["en", "es"]), "The language of the county's own words; English without it.")
}

extension Endpoint {
    /// Screenings: what a county's rules say of a case, and the county's steps after it.
    static let screenings: [Endpoint] = screeningReads + screeningCommands

    private static let screeningReads: [Endpoint] = [
        Endpoint(
            .get, "/screenings", "listScreenings", .screenings,
            "Lists the screenings that you may see, latest change first.", .listScreenings,
            parameters: [
                .jurisdiction,
                .query("show", .code(ScreeningFilter.Show.self), "Only those that somebody should look at."),
                .query("outcome", .code(Screening.Finding.self), "Only those with this outcome."),
                .query("track", .text(maxLength: 128), "Only those for this track."),
                .query("participant", .id, "Only those of this person."),
                .query("case", .id, "Only those of this case."),
                .query("q", .text(maxLength: 200), "A name."), .language, .cursor, .limit(500, 50), .minPosition,
            ],
            answer: .ok(
                "A page of screenings.", .page(ScreeningItemResource.schema),
                ["items": [ScreeningItemResource.example], "next": "MTgwMQ"]), list),
        Endpoint(
            .get, "/screenings/tracks", "listScreeningTracks", .screenings,
            "Lists what cases can be screened for today, with the questions.", .screenCase,
            parameters: [.jurisdiction, .language],
            answer: .ok(
                "The tracks.", .items(ScreeningTrackResource.schema), ["items": [ScreeningTrackResource.example]])
        ) { call in
            let tracks = try await call.throughline.screeningTracks(
                in: try await call.jurisdiction(), language: call.language, for: call.principal)
            return call.json(ListAnswer(items: tracks.map(ScreeningTrackResource.init)))
        },
        Endpoint(
            .get, "/screenings/{id}", "getScreening", .screenings,
            "Reads one screening. The look is written to the access log.", .viewScreening,
            parameters: [.path("id", "The screening."), .language, .minPosition],
            answer: .ok("The screening.", ScreeningResource.schema, ScreeningResource.example)
        ) { call in
            let id = try call.id()
            try await call.waitForMinPosition(
                in: try await call.throughline.jurisdiction(ofScreening: id, for: call.principal))
            let detail = try await call.throughline.screening(id, language: call.language, for: call.principal)
            return call.resource(ScreeningResource(detail), version: detail.version)
        },
        Endpoint(
            .get, "/screenings/{id}/move", "previewMove", .screenings,
            "Says what another version would make of it. Nothing is written.", .moveScreening,
            parameters: [
                .path("id", "The screening."), .query("version", .text(maxLength: 40), "The version."), .language,
            ],
            answer: .ok("What would differ.", MovePreviewResource.schema, MovePreviewResource.example)
        ) { call in
            let preview = try await call.throughline.movePreview(
                of: try call.id(), to: call.query["version"] ?? "", language: call.language, for: call.principal)
            return call.json(MovePreviewResource(preview))
        },
    ]

    private static let screeningCommands: [Endpoint] = [
        Endpoint(
            .post, "/screenings", "screenCase", .screenings,
            "Screens a case by the version that is in force. What the record has is taken from it.", .screenCase,
            parameters: [.jurisdiction],
            body: .init(ScreeningInput.self, ScreeningInput.schema, example: ScreeningInput.example),
            answer: .created("It was screened.", CommandAnswer.schema, screeningReceipt)
        ) { call in
            let receipt = try await call.throughline.screen(
                try call.input(), in: try await call.jurisdiction(), try call.commandContext())
            return call.done(CommandAnswer(receipt), location: "/screenings/\(receipt.id.text)")
        },
        command(
            "facts", "addFacts", "Adds what was learned later; the rules are asked again.", .screenCase,
            FactsInput.self, [.needs("facts", factsSchema)], ["facts": ["victim-approves": true]]
        ) { call, id, input, context in
            try await call.throughline.addFacts(input.facts, to: id, context)
        },
        command(
            "override", "askOverride", "Asks a second person to set the answer aside.", .screenCase,
            OverrideInput.self,
            [.needs("to", .code(["met", "not-met"])), .needs("reason", words("Why."))],
            ["to": "met", "reason": "The earlier conviction was vacated."]
        ) { call, id, input, context in
            try await call.throughline.askOverride(of: id, to: input.to, reason: input.reason, context)
        },
        Endpoint(
            .post, "/screenings/{id}/approve", "approveScreening", .screenings,
            "Says yes, as the second person, to the override or the step that was asked for.", .approveScreening,
            parameters: [.path("id", "The screening."), .language], versioning: .required,
            answer: .ok("It was done.", CommandAnswer.schema, screeningReceipt)
        ) { call in
            call.done(
                CommandAnswer(
                    try await call.throughline.approveScreening(
                        try call.id(), language: call.language, try call.commandContext())))
        },
        command(
            "refuse", "refuseScreening",
            "Says no to what was asked for, or takes one's own question back.", .screenCase,
            ReasonInput.self, [.needs("reason", words("Why."))], ["reason": "The file says otherwise."]
        ) { call, id, input, context in
            try await call.throughline.refuseScreening(id, reason: input.reason, context)
        },
        command(
            "move", "moveScreening",
            "Moves it to another version in force, by a recorded decision. Look at the preview first.", .moveScreening,
            MoveInput.self,
            [.needs("version", .text("The version.", maxLength: 40)), .needs("reason", words("Why."))],
            ["version": "1.1.0", "reason": "The area of the court was extended."]
        ) { call, id, input, context in
            try await call.throughline.moveScreening(id, to: input.version, reason: input.reason, context)
        },
        Endpoint(
            .post, "/screenings/{id}/steps/{step}", "takeStep", .screenings,
            "Takes a step that is open, or asks for it where a second person must agree.", .screenCase,
            parameters: [.path("id", "The screening."), .named("step", "The step's id."), .language],
            body: .init(StepInput.self, StepInput.schema, example: StepInput.example), versioning: .required,
            answer: .ok("It was done.", CommandAnswer.schema, screeningReceipt)
        ) { call in
            let step = try call.name("step")
            return call.done(
                CommandAnswer(
                    try await call.throughline.takeStep(
                        step, of: try call.id(), with: try call.input(), language: call.language,
                        try call.commandContext())))
        },
        Endpoint(
            .post, "/screenings/{id}/notices/{notice}/seen", "seeNotice", .screenings,
            "Marks a notice as seen. The version of the answer is that of its deadlines.", .screenCase,
            parameters: [.path("id", "The screening."), .named("notice", "The notice's id.")],
            answer: .ok("It was done.", CommandAnswer.schema, screeningReceipt)
        ) { call in
            let receipt = try await call.throughline.seeNotice(
                try call.name("notice"), of: try call.id(), try call.commandContext())
            return call.done(CommandAnswer(receipt), tagged: false)
        },
    ]

    /// A command on one screening that takes a body.
    private static func command<Input: Codable & Sendable>(
        _ verb: String, _ operation: String, _ summary: String, _ action: Action, _: Input.Type,
        _ fields: [Schema.Property], _ example: JSON,
        _ run: @escaping @Sendable (Call, UUID, Input, CommandContext) async throws -> Receipt
    ) -> Endpoint {
        let name = "\(operation.prefix(1).uppercased())\(operation.dropFirst())Input"
        return Endpoint(
            .post, "/screenings/{id}/\(verb)", operation, .screenings, summary, action,
            parameters: [.path("id", "The screening.")],
            body: .init(Input.self, Schema.object(fields).named(name), example: example), versioning: .required,
            answer: .ok("It was done.", CommandAnswer.schema, screeningReceipt)
        ) { call in
            let receipt = try await run(call, try call.id(), try call.input(), try call.commandContext())
            return call.done(CommandAnswer(receipt))
        }
    }

    private static let screeningReceipt: JSON = ["id": .string(Example.screening), "version": 2, "position": 1828]

    @Sendable private static func list(_ call: Call) async throws -> Response {
        let slug = try await call.jurisdiction()
        try await call.waitForMinPosition(in: slug)
        var filter = ScreeningFilter()
        filter.show = call.query["show"].flatMap(ScreeningFilter.Show.init)
        filter.outcome = call.query["outcome"]
        filter.track = call.query["track"]
        filter.participant = call.uuid("participant")
        filter.caseID = call.uuid("case")
        filter.query = call.query["q"]
        let cursor = try call.query["cursor"].map { text throws(Problem) in try Cursor.unwrapped(text) }
        let page = try await call.throughline.screenings(
            filter, in: slug, after: cursor, limit: call.limit ?? 50, language: call.language, for: call.principal)
        return call.page(page.items.map(ScreeningItemResource.init), next: page.next)
    }
}

extension Call {
    var language: String { query["language"] ?? "en" }

    /// A name in the path. An empty one names nothing.
    func name(_ name: String) throws(Problem) -> String {
        guard let text = context.parameters.get(name), !text.isEmpty else { throw .notFound }
        return text
    }
}

private let factsSchema = Schema(
    .anything, "An object: what is known, by the names of the questions. Texts, numbers, true or false; dates as text.")

private struct FactsInput: Codable, Sendable { var facts: [String: JSONValue] }
private struct ReasonInput: Codable, Sendable { var reason: String }

private struct OverrideInput: Codable, Sendable {
    var to: String
    var reason: String
}

private struct MoveInput: Codable, Sendable {
    var version: String
    var reason: String
}

extension ScreeningInput {
    static let schema = Schema.object([
        .needs("participant", .id("The person.")), .may("caseId", .id("Their case; the last one without it.")),
        .may("caseNumber", .text("Opens a case under this number.", maxLength: 100)),
        .needs("track", .text("What it is screened for.", maxLength: 128)),
        .may("module", .text("Whose track, where several modules have one of that name.", maxLength: 128)),
        .may("on", .day("The date whose rules are asked; today without it.")), .may("facts", factsSchema),
    ]).named("ScreeningInput")
    static let example: JSON = [
        "participant": .string(Example.participant), "caseId": .string(Example.caseID), "track": "branch-9",
        "facts": ["charge-level": "felony", "prior-felony-convictions": 0, "victim-named": true],
    ]
}

extension StepInput {
    static let schema = Schema.object([
        .may("fields", Schema(.anything, "An object: the answers to the step's questions, by name.")),
        .may("reason", .text("One of the reasons that the step lists.", maxLength: 128)),
    ]).named("StepInput")
    static let example: JSON = ["fields": ["agreement-signed-on": "2026-10-20"]]
}
