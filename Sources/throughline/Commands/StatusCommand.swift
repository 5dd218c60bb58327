import Postgres
import ArgumentParser
import EventLog
import Foundation
import Notary
import Schema

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Database, migrations and how far each read model is.",
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
        struct ReadModel: Encodable {
            var name: String
            var jurisdiction: String
            var lag: Int64
            var error: String?
        }

        var database: String
        var migrations: Int
        var logs: [Log]
        var readModels: [ReadModel]
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
                let version = try await site.pool.run { $0.serverVersion }
                return Status(
                    database:
                        "PostgreSQL \(version / 10_000).\(version % 10_000)\(site.cluster == nil ? "" : ", embedded")",
                    migrations: try Schema.migrations().count, logs: logs,
                    readModels: try await site.runner.status().map {
                        .init(name: $0.name, jurisdiction: $0.jurisdiction, lag: $0.lag, error: $0.error)
                    })
            }
            guard !options.json else { return try Console.json(status) }
            Console.print("Database    \(status.database)")
            Console.print("Migrations  \(status.migrations) applied")
            for log in status.logs {
                let published = log.checkpoint.map { "published to checkpoint \($0)" } ?? "not published yet"
                Console.print("Log         \(log.jurisdiction): \(log.head + 1) events, \(published)")
                if let problem = log.publishing { Console.print("            PUBLISHING HAS STOPPED. \(problem)") }
            }
            let behind = status.readModels.filter { $0.lag > 0 || $0.error != nil }
            if behind.isEmpty { Console.print("Read models \(status.readModels.count), all up to date") }
            for model in behind {
                Console.print(
                    "Read model  \(model.name) of \(model.jurisdiction): \(model.lag) behind. \(model.error ?? "")")
            }
        }
    }
}
