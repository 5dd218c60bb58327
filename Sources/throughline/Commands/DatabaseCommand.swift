import ArgumentParser
import EmbeddedPostgres
import Foundation
import Postgres

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Helpers for operators.", subcommands: [Psql.self])

    struct Psql: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open psql on the database; what follows -- goes to psql.",
            discussion: "Example: throughline db psql -- -c 'select count(*) from log.event'")
        @OptionGroup var options: SiteOptions
        @Argument(parsing: .captureForPassthrough, help: "Arguments for psql.") var arguments: [String] = []

        func run() async throws {
            try await Exit.on {
                let settings = try await options.settings()
                let (cluster, url) = try await Site.database(settings, Log.logger(settings))
                let process = try PostgresProgram.process(
                    "psql", arguments.filter { $0 != "--" }, on: PostgresConfiguration(url))
                let status: Int32 = try await withCheckedThrowingContinuation { continuation in
                    process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                    do { try process.run() } catch { continuation.resume(throwing: error) }
                }
                try await cluster?.stop()
                if status != 0 { throw ExitCode(status) }
            }
        }
    }
}
