import ArgumentParser

@main
struct ThroughlineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughline",
        abstract: "The shared record of diversion referrals and reentry.",
        discussion: """
            Start with a demonstration:

              throughline serve --demo

            Every command takes --json for one JSON document on standard output; messages go to standard error.
            Exit status: 0 done, 1 the thing checked does not hold, 64 usage, 65 bad input data, 69 database
            unavailable, 70 internal error, 77 not permitted.
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, MigrateCommand.self, ImportCommand.self, ExportCommand.self, ReplayCommand.self,
            ProjectionCommand.self, VerifyCommand.self, AuditCommand.self, BackupCommand.self, RestoreCommand.self,
            ModuleCommand.self, OrganizationCommand.self,
            UserCommand.self, TokenCommand.self, StatusCommand.self,
            WitnessCommand.self, ConfigCommand.self, DatabaseCommand.self,
        ])
}

/// The options that every command has.
struct SiteOptions: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: "Where the embedded PostgreSQL and the keys are kept.")
    var dataDirectory: String?

    @Option(
        name: .customLong("database"), help: "A libpq connection string; without one, the embedded PostgreSQL is used.")
    var database: String?

    @Option(name: .customLong("config"), help: "The configuration file.")
    var configFile: String?

    @Flag(name: .customLong("json"), help: "Print one JSON document.")
    var json = false

    func settings(listen: String? = nil) async throws -> Settings {
        try await Exit.onSettings {
            try await Settings.load(
                .init(
                    listen: listen, dataDirectory: dataDirectory, databaseURL: database, configFile: configFile))
        }
    }
}
