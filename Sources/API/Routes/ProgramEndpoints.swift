import ReadModels
import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird

extension Endpoint {
    /// Programs and their places.
    static let programs: [Endpoint] = [
        Endpoint(
            .get, "/programs", "listPrograms", .programs,
            "Lists the programs of a jurisdiction with their open places.",
            parameters: [
                .jurisdiction, .query("organization", .id, "Only those that this organization runs."), .minPosition,
            ],
            answer: .ok("The programs, by name.", .items(ProgramResource.schema), ["items": [ProgramResource.example]])
        ) { call in
            let slug = try await call.jurisdiction()
            try await call.waitForMinPosition(in: slug)
            let found = try await call.throughline.programs(in: slug, of: call.uuid("organization"))
            return call.json(ListAnswer(items: found.map { ProgramResource($0, now: call.throughline.now()) }))
        },
        Endpoint(
            .post, "/programs", "registerProgram", .programs, "Registers a program of a partner.", .registerProgram,
            parameters: [.jurisdiction],
            body: .init(ProgramInput.self, ProgramInput.schema, example: ProgramInput.example),
            answer: .created("It was registered.", CommandAnswer.schema, CommandAnswer.example)
        ) { call in
            let receipt = try await call.throughline.registerProgram(
                try call.input(), in: try await call.jurisdiction(), try call.commandContext())
            return call.done(CommandAnswer(receipt), location: "/programs/\(receipt.id.text)")
        },
        Endpoint(
            .get, "/programs/{id}", "getProgram", .programs, "Reads one program.",
            parameters: [.path("id", "The program."), .minPosition],
            answer: .ok("The program.", ProgramResource.schema, ProgramResource.example), readProgram),
        Endpoint(
            .post, "/programs/{id}/update-capacity", "updateCapacity", .programs,
            "Says how many places there are and how many are open now.", .updateCapacity,
            parameters: [.path("id", "The program.")],
            body: .init(CapacityInput.self, CapacityInput.schema, example: CapacityInput.example),
            versioning: .optional,
            answer: .ok("The count was recorded.", CommandAnswer.schema, CommandAnswer.example)
        ) { call in
            let input = try call.input(CapacityInput.self)
            return try await changed(call) { id, context in
                try await call.throughline.updateCapacity(
                    of: id, maximum: input.maximum, available: input.available, context)
            }
        },
        Endpoint(
            .post, "/programs/{id}/pause-intake", "pauseIntake", .programs, "Stops new referrals for a while.",
            .updateCapacity, parameters: [.path("id", "The program.")],
            body: .init(PauseInput.self, PauseInput.schema, example: PauseInput.example), versioning: .optional,
            answer: .ok("Intake is paused.", CommandAnswer.schema, CommandAnswer.example)
        ) { call in
            let input = try call.input(PauseInput.self)
            return try await changed(call) { id, context in
                try await call.throughline.pauseIntake(of: id, reason: input.reason, until: input.until, context)
            }
        },
        Endpoint(
            .post, "/programs/{id}/resume-intake", "resumeIntake", .programs, "Takes new referrals again.",
            .updateCapacity, parameters: [.path("id", "The program.")], versioning: .optional,
            answer: .ok("Intake goes on.", CommandAnswer.schema, CommandAnswer.example)
        ) { call in
            try await changed(call) { id, context in
                try await call.throughline.resumeIntake(of: id, context)
            }
        },
    ]

    private static func changed(
        _ call: Call, _ command: (UUID, CommandContext) async throws -> Receipt
    ) async throws -> Response {
        call.done(CommandAnswer(try await command(try call.id(), try call.commandContext())))
    }

    @Sendable private static func readProgram(_ call: Call) async throws -> Response {
        let id = try call.id()
        let slug = try await call.throughline.jurisdiction(ofProgram: id, for: call.principal)
        try await call.waitForMinPosition(in: slug)
        guard let found = try await call.throughline.programs(in: slug).first(where: { $0.id == id }) else {
            throw Problem.notFound
        }
        return call.resource(ProgramResource(found, now: call.throughline.now()), version: found.row.version)
    }
}
