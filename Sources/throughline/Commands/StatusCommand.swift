import Postgres
import Application
import ArgumentParser
import EventLog
import Foundation
import Schema

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Database, migrations, servers, and how far each read model and process is.",
        discussion: "Example: throughline status --json")

    @OptionGroup var options: SiteOptions

    private struct Status: Encodable {
        struct Log: Encodable {
            var jurisdiction: String
            var head: Int64
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

        var database: String
        var migrations: Int
        var logs: [Log]
        var servers: Int
        var readModels: [Reader]
        var processes: [Reader]
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
                    logs.append(.init(jurisdiction: jurisdiction, head: try await site.reader.head(jurisdiction)))
                }
                let operations = try await site.application.operations()
                let version = try await site.pool.run { $0.serverVersion }
                return Status(
                    database:
                        "PostgreSQL \(version / 10_000).\(version % 10_000)\(site.cluster == nil ? "" : ", embedded")",
                    migrations: try Schema.migrations().count, logs: logs, servers: operations.servers,
                    readModels: operations.projections.map(Status.Reader.init),
                    processes: operations.processes.map(Status.Reader.init))
            }
            guard !options.json else { return try Console.json(status) }
            Console.print("Database    \(status.database)")
            Console.print("Migrations  \(status.migrations) applied")
            for log in status.logs { Console.print("Log         \(log.jurisdiction): \(log.head + 1) events") }
            Console.print("Servers     \(status.servers) share the work")
            Self.show("Read models", status.readModels)
            Self.show("Processes  ", status.processes)
        }
    }
}
