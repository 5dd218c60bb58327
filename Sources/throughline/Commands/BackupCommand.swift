import ArgumentParser
import EmbeddedPostgres
import Foundation
import Postgres
import Vault

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write the log, accounts, vault and key manifest to a folder.",
        discussion: """
            The server goes on working meanwhile. The key file is not part of the backup: keep a copy of it elsewhere,
            and destroy old copies when a person's data is destroyed.

            Example: throughline backup /var/backups/throughline/2026-11-02
            """)

    @OptionGroup var options: SiteOptions
    @Argument(help: "A folder that is new or empty.") var folder: String

    func run() async throws {
        try await Exit.on {
            let settings = try await options.settings()
            let (cluster, url) = try await Site.database(settings, Log.logger(settings))
            do {
                let backup = Backup(
                    folder: URL(fileURLWithPath: folder), configuration: PostgresConfiguration(url),
                    keys: try KeyFile.loadOrCreate(settings.keysFile))
                let manifest = try await backup.make()
                try? await cluster?.stop()
                guard !options.json else { return try Console.json(manifest) }
                for log in manifest.logs { Console.print("\(log.jurisdiction): \(log.head + 1) events") }
                Console.say("Backed up to \(folder). Keep the key file \(manifest.keys.fingerprint) apart from it.")
            } catch {
                try? await cluster?.stop()
                throw error
            }
        }
    }
}
