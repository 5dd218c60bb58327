import Postgres
import Access
import Application
import ArgumentParser
import ModuleHost
import Workflows
import EventLog
import EventModel
import Foundation
import Notary
import Schema

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Database, migrations, servers, how far each read model and process is, and the modules.",
        discussion: "Example: throughline status --json")

    @OptionGroup var options: SiteOptions

    private struct Status: Encodable {
        struct Log: Encodable {
            var jurisdiction: String
            var head: Int64
            /// The size of the last checkpoint; nothing before the first.
            var checkpoint: UInt64?
            var checkpointAt: Date?
            /// Why its publisher stopped.
            var publishing: String?
        }
        struct Reader: Encodable {
            var name: String
            var jurisdiction: String
            var position: Int64
            var lag: Int64
            var error: String?
            var errorPosition: Int64?
            var errorType: String?

            init(_ follower: Operations.Follower) {
                name = follower.name
                jurisdiction = follower.jurisdiction
                position = follower.position
                lag = follower.lag
                error = follower.error
                errorPosition = follower.errorPosition
                errorType = follower.errorType
            }
        }
        struct Comparison: Encodable {
            var name: String
            var jurisdiction: String
            var checkedAt: Date
            var differences: Int64
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
        var servers: Int
        var readModels: [Reader]
        var processes: [Reader]
        /// What the scheduled comparisons of read models with their rebuilds found last.
        var comparisons: [Comparison]
        var modules: [Module]
        /// The walls that this machine can put around handlers.
        var walls: String
        var warnings: [String]
    }

    /// One line for all that are up to date, and one for each that is not.
    private static func show(_ title: String, _ readers: [Status.Reader]) {
        let late = readers.filter { $0.lag > 0 || $0.error != nil }
        if late.isEmpty { Console.print("\(title) \(readers.count), all up to date") }
        for reader in late {
            let place = "\(title) \(reader.name) of \(reader.jurisdiction)"
            if let error = reader.error {
                let type = reader.errorType ?? "no such event"
                Console.print("\(place): stopped before position \(reader.errorPosition ?? -1) (\(type)): \(error)")
            } else {
                Console.print("\(place): \(reader.lag) behind")
            }
        }
    }

    func run() async throws {
        try await Exit.on {
            let status = try await Site.with(options) { site in
                var logs: [Status.Log] = []
                for jurisdiction in try await site.reader.jurisdictions() {
                    let overview = try await site.application.ledger.overview(of: jurisdiction, limit: 1)
                    logs.append(
                        .init(
                            jurisdiction: jurisdiction, head: overview.events - 1,
                            checkpoint: overview.checkpoints.first?.size,
                            checkpointAt: overview.checkpoints.first?.signedAt,
                            publishing: overview.problem?.finding))
                }
                let operations = try await site.application.operations()
                let version = try await site.pool.run { $0.serverVersion }
                return Status(
                    database:
                        "PostgreSQL \(version / 10_000).\(version % 10_000)\(site.cluster == nil ? "" : ", embedded")",
                    migrations: try Schema.migrations().count, logs: logs, servers: operations.servers,
                    readModels: operations.projections.map(Status.Reader.init),
                    processes: operations.processes.map(Status.Reader.init),
                    comparisons: try await site.runner.comparisons().map {
                        .init(
                            name: $0.projection, jurisdiction: $0.jurisdiction, checkedAt: $0.checkedAt,
                            differences: $0.differences)
                    }, modules: try await modules(site), walls: "\(SandboxSupport.current)",
                    warnings: ModuleRuntime.warnings)
            }
            guard !options.json else { return try Console.json(status) }
            Console.print("Database    \(status.database)")
            Console.print("Migrations  \(status.migrations) applied")
            for log in status.logs {
                let published = log.checkpoint.map { "published to checkpoint \($0)" } ?? "not published yet"
                Console.print("Log         \(log.jurisdiction): \(log.head + 1) events, \(published)")
                if let problem = log.publishing { Console.print("            PUBLISHING HAS STOPPED. \(problem)") }
            }
            Console.print("Servers     \(status.servers) share the work")
            Self.show("Read models", status.readModels)
            Self.show("Processes  ", status.processes)
            for module in status.modules {
                let place =
                    module.activeIn.isEmpty
                    ? "in force nowhere" : "in force in \(module.activeIn.joined(separator: ", "))"
                Console.print("Module      \(module.module) \(module.version): \(place). \(module.problem ?? "")")
            }
            Console.print("Walls       \(status.walls)")
            for warning in status.warnings { Console.print("Warning     \(warning)") }
            Self.print(status.comparisons)
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

    private static func print(_ comparisons: [Status.Comparison]) {
        guard let oldest = comparisons.map(\.checkedAt).min() else {
            return Console.print("Comparisons none made yet")
        }
        let different = comparisons.filter { $0.differences > 0 }
        if different.isEmpty {
            Console.print(
                "Comparisons \(comparisons.count) read models equal their rebuilds, the oldest of \(oldest.rfc3339)")
        }
        for comparison in different {
            Console.print(
                "Comparisons \(comparison.name) of \(comparison.jurisdiction): \(comparison.differences) rows differ from "
                    + "their rebuild. See `throughline projection check \(comparison.name)`.")
        }
    }
}
