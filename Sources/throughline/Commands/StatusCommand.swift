import Postgres
import ArgumentParser
import Application
import ModuleHost
import Workflows
import EventLog
import Foundation
import Schema

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Database, migrations, how far each read model is, and the modules.",
        discussion: "Example: throughline status --json")

    @OptionGroup var options: SiteOptions

    private struct Status: Encodable {
        struct Log: Encodable {
            var jurisdiction: String
            var head: Int64
        }
        struct ReadModel: Encodable {
            var name: String
            var jurisdiction: String
            var lag: Int64
            var error: String?
        }

        struct Module: Encodable {
            var module: String
            var version: String
            var activeIn: [String]
            /// What is wrong with the handler's file on this machine.
            var problem: String?
        }

        var database: String
        var migrations: Int
        var logs: [Log]
        var readModels: [ReadModel]
        var modules: [Module]
        /// The walls that this machine can put around handlers.
        var walls: String
        var warnings: [String]
    }

    func run() async throws {
        try await Exit.on {
            let status = try await Site.with(options) { site in
                var logs: [Status.Log] = []
                for jurisdiction in try await site.reader.jurisdictions() {
                    logs.append(.init(jurisdiction: jurisdiction, head: try await site.reader.head(jurisdiction)))
                }
                let version = try await site.pool.run { $0.serverVersion }
                return Status(
                    database:
                        "PostgreSQL \(version / 10_000).\(version % 10_000)\(site.cluster == nil ? "" : ", embedded")",
                    migrations: try Schema.migrations().count, logs: logs,
                    readModels: try await site.runner.status().map {
                        .init(name: $0.name, jurisdiction: $0.jurisdiction, lag: $0.lag, error: $0.error)
                    }, modules: try await modules(site), walls: "\(SandboxSupport.current)",
                    warnings: ModuleRuntime.warnings)
            }
            guard !options.json else { return try Console.json(status) }
            Console.print("Database    \(status.database)")
            Console.print("Migrations  \(status.migrations) applied")
            for log in status.logs { Console.print("Log         \(log.jurisdiction): \(log.head + 1) events") }
            let behind = status.readModels.filter { $0.lag > 0 || $0.error != nil }
            if behind.isEmpty { Console.print("Read models \(status.readModels.count), all up to date") }
            for model in behind {
                Console.print(
                    "Read model  \(model.name) of \(model.jurisdiction): \(model.lag) behind. \(model.error ?? "")")
            }
            for module in status.modules {
                let place =
                    module.activeIn.isEmpty
                    ? "in force nowhere" : "in force in \(module.activeIn.joined(separator: ", "))"
                Console.print("Module      \(module.module) \(module.version): \(place). \(module.problem ?? "")")
            }
            Console.print("Walls       \(status.walls)")
            for warning in status.warnings { Console.print("Warning     \(warning)") }
        }
    }

    private func modules(_ site: Site) async throws -> [Status.Module] {
        try await site.application.installedModules(for: .commandLine).map { module in
            Status.Module(
                module: module.id, version: module.version.description,
                activeIn: module.activations.filter { $0.state == .active }.map(\.jurisdiction),
                problem: site.application.modules.problem(of: module))
        }
    }
}
