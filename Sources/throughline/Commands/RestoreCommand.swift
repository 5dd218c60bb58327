import ArgumentParser
import EmbeddedPostgres
import EventLog
import Foundation
import Postgres

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring a backup into an empty database.",
        discussion: """
            Put the key file in its place first. With --verify every event is compared with its digest, every log with
            what was backed up and with its signed checkpoints, and every read model with its rebuild; with --against
            also every log with what was published of it outside the database, which a backup that is too old cannot
            know. Exits with 1 when something does not hold.

            Example: throughline restore /var/backups/throughline/2026-11-02 --data-dir /srv/new --verify \
                --against /srv/old/ledger
            """)

    private struct Result: Encodable {
        var logs: [BackupManifest.Log]
        /// What does not hold; nil where nothing was verified.
        var faults: [String]?
    }

    @OptionGroup var options: SiteOptions
    @Argument(help: "A folder that `backup` wrote.") var folder: String
    @Flag(help: "Compare the restored logs and read models with the backup and with their rebuild.") var verify = false
    @Option(help: "With --verify: a published checkpoint, or the folder where a server published its checkpoints.")
    var against: String?

    func validate() throws {
        if against != nil, !verify { throw ValidationError("--against goes with --verify.") }
    }

    func run() async throws {
        try await Exit.on {
            let settings = try await options.settings()
            let logger = Log.logger(settings)
            let kept = try against.map(KeptCheckpoints.init)
            let restore = try Restore(
                URL(fileURLWithPath: folder), keysFile: settings.keysFile, logger: logger)
            let (cluster, url) = try await Site.database(settings, logger)
            do {
                try await restore.run(into: PostgresConfiguration(url))
            } catch {
                try? await cluster?.stop()
                throw error
            }
            try? await cluster?.stop()
            let faults = verify ? try await Self.faults(of: restore, kept, settings) : nil
            if options.json {
                try Console.json(Result(logs: restore.manifest.logs, faults: faults))
            } else {
                for log in restore.manifest.logs { Console.print("\(log.jurisdiction): \(log.head + 1) events") }
                for fault in faults ?? [] { Console.say(fault) }
                if let faults, faults.isEmpty { Console.say("Everything holds.") }
            }
            if faults?.isEmpty == false { throw Exit.doesNotHold }
        }
    }

    private static func faults(
        of restore: Restore, _ kept: KeptCheckpoints?, _ settings: Settings
    ) async throws -> [String] {
        let site = try await Site.open(settings, logger: Log.logger(settings))
        return try await site.whileWorking { site in
            var faults = try await site.pool.run { try restore.verify(on: $0) }
            faults += try await Restore.compare(site, with: kept?.logs ?? [:])
            for jurisdiction in try await site.reader.jurisdictions() {
                for projection in Site.projections {
                    Console.progress("checking \(projection.name) of \(jurisdiction)")
                    let found = try await site.runner.check(projection.name, jurisdiction: jurisdiction)
                    if !found.isClean {
                        faults.append(
                            "\(found.differenceCount) rows of \(projection.name) of \(jurisdiction) differ from a rebuild."
                        )
                    }
                }
            }
            Console.endProgress()
            return faults
        }
    }
}
