import Postgres
import ArgumentParser
import EventLog
import EventModel
import Foundation
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
        }
        struct ReadModel: Encodable {
            var name: String
            var jurisdiction: String
            var lag: Int64
            var error: String?
        }
        struct Comparison: Encodable {
            var name: String
            var jurisdiction: String
            var checkedAt: Date
            var differences: Int64
        }

        var database: String
        var migrations: Int
        var logs: [Log]
        var readModels: [ReadModel]
        /// What the scheduled comparisons of read models with their rebuilds found last.
        var comparisons: [Comparison]
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
                    },
                    comparisons: try await site.runner.comparisons().map {
                        .init(
                            name: $0.projection, jurisdiction: $0.jurisdiction, checkedAt: $0.checkedAt,
                            differences: $0.differences)
                    })
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
            Self.print(status.comparisons)
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
