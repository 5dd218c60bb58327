import CAttempts
import Foundation
import Glibc
import ModuleKit

/// A module that does what its command's name says: well, badly, or what no module may.
@main
struct MisbehavingModule: HandlerModule {
    /// The first argument is the id, the second the version.
    static let manifest: Manifest = {
        func argument(_ index: Int32, else standard: String) -> String {
            attempt_argument(index).map { String(cString: $0) } ?? standard
        }
        return Manifest(
            id: argument(1, else: "test-county"), version: argument(2, else: "1.0.0"),
            jurisdictions: ["test"],
            commands: commands.sorted().map { name in
                CommandDeclaration(name: "test.\(name)", schema: .object(["type": "object"]))
            } + [
                CommandDeclaration(
                    name: "test.strict",
                    schema: .object([
                        "type": "object", "required": .array(["reason"]), "additionalProperties": false,
                        "properties": .object(["reason": .object(["type": "string", "minLength": 1])]),
                    ]))
            ],
            events: [
                EventDeclaration(
                    type: "test.greeted",
                    schema: .object([
                        "type": "object", "additionalProperties": false, "required": .array(["by"]),
                        "properties": .object([
                            "by": .object(["type": "string"]), "count": .object(["type": "integer", "minimum": 0]),
                            "seen": .object([:]),
                        ]),
                    ]))
            ],
            inputs: ["asked"])
    }()

    private static let commands =
        Array(misdeeds.keys) + Array(attempts.keys) + [
            "greet", "inputs", "refuse", "fault", "throw", "undeclared", "break_schema", "slow", "surroundings", "log",
            "noise",
        ]

    func screen(_ request: ScreenRequest) throws -> Screening {
        Screening(criteria: [CriterionAnswer(id: "age", outcome: .met, facts: request.inputs)])
    }

    func react(_ request: ReactRequest) throws -> [Reaction] {
        [.notice(template: "test/\(request.event.type)", to: "coordinator")]
    }

    func project(_ request: ProjectRequest) throws -> [RowChange] {
        [RowChange(table: "greetings", key: request.event.stream, columns: request.event.payload)]
    }

    func decide(_ request: DecideRequest) throws -> [ProposedEvent] {
        let name = String(request.command.dropFirst("test.".count))
        if let misdeed = Self.misdeeds[name] { misdeed() }
        if let attempt = Self.attempts[name] { try attempt() }
        switch name {
        case "inputs": return [greeting(["seen": .object(request.inputs)])]
        case "refuse": throw Refusal(code: "not_today", reason: "Not today.")
        case "fault": throw Fault("the tables are missing")
        case "throw": throw CocoaError(.coderInvalidValue)
        case "undeclared": return [ProposedEvent(type: "test.never_declared")]
        case "break_schema": return [greeting(["count": .integer(-1)])]
        case "slow": usleep(100_000)
        case "noise":
            if case .integer(let seed) = request.payload["seed"] { Self.send(Noise.bytes(UInt64(seed))) }
            exit(0)
        case "surroundings": return [greeting(["seen": surroundings()])]
        case "log": ModuleLog.info("a word")
        default: break
        }
        return [greeting()]
    }

    private func greeting(_ more: JSONObject = [:]) -> ProposedEvent {
        ProposedEvent(
            type: "test.greeted", payload: more.merging(["by": .string(Self.manifest.version)]) { $1 })
    }

    /// What a module can see of the world it runs in.
    private func surroundings() -> JSONValue {
        let open = (0..<64).filter { fcntl(Int32($0), F_GETFD) >= 0 }
        return .object([
            "descriptors": .array(open.map { .integer(Int64($0)) }),
            "environment": .integer(Int64(ProcessInfo.processInfo.environment.count)),
            "leads_its_group": .bool(getpid() == getpgrp()),
        ])
    }
}
