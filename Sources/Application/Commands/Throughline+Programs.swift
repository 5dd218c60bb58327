import Access
import Casework
import EventLog
public import EventModel
public import Foundation

/// A program as a partner or an administrator registers it.
public struct ProgramInput: Codable, Sendable, Hashable {
    public var organization: UUID
    public var name: String
    public var summary: String
    public var maximum: Int
    public var unit: String?

    public init(organization: UUID, name: String, summary: String, maximum: Int, unit: String? = nil) {
        self.organization = organization
        self.name = name
        self.summary = summary
        self.maximum = maximum
        self.unit = unit
    }
}

extension Throughline {
    public func registerProgram(
        _ input: ProgramInput, in jurisdiction: String, _ context: CommandContext
    ) async throws -> Receipt {
        try check(
            context.principal, .registerProgram,
            Resource(jurisdiction: jurisdiction, programOrganization: input.organization))
        return try await decideOnProgram(context.commandID, in: jurisdiction, context) {
            .register(
                .init(
                    organization: input.organization, name: input.name, summary: input.summary,
                    maximum: input.maximum, unit: input.unit ?? "place"))
        }
    }

    /// Says how many places there are and how many are open now.
    public func updateCapacity(
        of program: UUID, maximum: Int, available: Int, _ context: CommandContext
    ) async throws -> Receipt {
        try await changeCapacity(of: program, context) { .updateCapacity(maximum: maximum, available: available) }
    }

    public func pauseIntake(
        of program: UUID, reason: String, until: Day?, _ context: CommandContext
    ) async throws -> Receipt {
        try await changeCapacity(of: program, context) { .pauseIntake(reason: reason, until: until) }
    }

    public func resumeIntake(of program: UUID, _ context: CommandContext) async throws -> Receipt {
        try await changeCapacity(of: program, context) { .resumeIntake }
    }

    private func changeCapacity(
        of program: UUID, _ context: CommandContext, _ command: () -> Program.Command
    ) async throws -> Receipt {
        let jurisdiction = try await locate(StreamKind.program, program, for: context.principal)
        let loaded = try await load(Program.self, StreamKind.program, program, in: jurisdiction)
        try check(
            context.principal, .updateCapacity,
            Resource(jurisdiction: jurisdiction, programOrganization: loaded.state.organization))
        return try await decideOnProgram(program, in: jurisdiction, context, command)
    }

    private func decideOnProgram(
        _ id: UUID, in jurisdiction: String, _ context: CommandContext, _ command: () -> Program.Command
    ) async throws -> Receipt {
        try await perform(context, in: jurisdiction, about: StreamID(StreamKind.program, id)) {
            let program = try await load(Program.self, StreamKind.program, id, in: jurisdiction)
            do throws(Program.Refusal) {
                let events = try Program.decide(command(), given: program.state)
                var decision = Decision()
                decision.add(events, to: program.stream, at: program.version, subject: id)
                return decision
            } catch { throw Failure.refused(Refused(error)) }
        }
    }
}
