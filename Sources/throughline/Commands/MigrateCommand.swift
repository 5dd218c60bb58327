import EmbeddedPostgres
import ArgumentParser
import EventLog
import Foundation
import Postgres
import Schema

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to this build's.",
        discussion: "Example: throughline migrate --plan")

    @OptionGroup var options: SiteOptions
    @Flag(help: "Show what would be applied, and apply nothing.") var plan = false

    private struct Step: Encodable {
        var number: Int
        var name: String
        var applied: Bool
    }

    func run() async throws {
        try await Exit.on {
            let settings = try await options.settings()
            let logger = Log.logger(settings)
            let (cluster, url) = try await Site.database(settings, logger)
            let migrator = Migrator(try Schema.migrations(), logger: logger)
            let configuration = PostgresConfiguration(url)
            do {
                if !plan { try await migrator.migrate(configuration) }
                let connection = try await PostgresConnection.connect(configuration, logger: logger)
                let steps = try await connection.run { try migrator.plan($0) }
                await connection.close()
                try show(steps)
            } catch {
                try? await cluster?.stop()
                throw error
            }
            try await cluster?.stop()
        }
    }

    private func show(_ steps: [Migrator.Step]) throws {
        let lines = steps.map { step in
            Step(number: step.migration.number, name: step.migration.name, applied: step.status != .pending)
        }
        guard !options.json else { return try Console.json(lines) }
        Console.table(
            ["number", "name", "state"], lines.map { [String($0.number), $0.name, $0.applied ? "applied" : "pending"] })
    }
}
