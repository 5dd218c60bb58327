import EventLog
import Foundation
import Ledger
import Logging
import Notary
import Postgres
import Schema
import Vault

/// Brings a backup into an empty database.
struct Restore {
    let folder: URL
    let manifest: BackupManifest
    let logger: Logger

    /// Checks that the backup is whole and that its keys are there, before anything is changed.
    init(_ folder: URL, keysFile: String, logger: Logger) throws {
        self.folder = folder
        self.logger = logger
        manifest = try BackupManifest.read(from: folder)
        let dump = folder.appending(path: BackupManifest.dump)
        guard let digest = try? BackupManifest.digest(of: dump), digest == manifest.dumpDigest else {
            throw InputError("\(dump.path) is not what the backup wrote; it is damaged or was changed.")
        }
        try Self.check(manifest.keys, keysFile)
    }

    /// A key file that is not there must not be made anew: nothing of the backup could be read with it.
    private static func check(_ keys: BackupManifest.Keys, _ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw InputError(
                "Put the key file that the backup was made with at \(path) first: without it no personal data can be "
                    + "read and nobody can sign in. Its fingerprint is \(keys.fingerprint).")
        }
        let file = try KeyFile.loadOrCreate(path)
        guard file.fingerprint == keys.fingerprint else {
            throw InputError(
                "\(path) is another key file (\(file.fingerprint)) than the backup's (\(keys.fingerprint)).")
        }
        let missing = Set(keys.epochs).subtracting(file.epochs).sorted()
        guard missing.isEmpty else {
            let list = missing.map(String.init).joined(separator: ", ")
            throw InputError(
                "\(path) has no key of epoch \(list), which people's data in the backup needs. It was destroyed with "
                    + "somebody's record, or the file is older than the backup.")
        }
    }

    /// Restores roles, schema and rows, and brings the schema up to this build's.
    func run(into configuration: PostgresConfiguration) async throws {
        let migrations = try Schema.migrations()
        let connection = try await PostgresConnection.connect(configuration, logger: logger)
        do {
            try await connection.run { session in
                let isEmpty = try session.query("select to_regnamespace('throughline') is null")
                guard try isEmpty[0].get(0, as: Bool.self) else {
                    throw InputError("The database is in use already. Restore into an empty one.")
                }
                try makeRoles(on: session)
                let database = try session.query("select current_database()")[0].get(0, as: String.self)
                try PostgresProgram.run(
                    "pg_restore",
                    [
                        "--exit-on-error", "--single-transaction", "--no-password", "--dbname=\(database)",
                        folder.appending(path: BackupManifest.dump).path,
                    ], on: configuration)
                // Grants on the database itself are in no dump of it; the first migration may be carried out twice.
                if let roles = migrations.min(by: { $0.number < $1.number }) {
                    try session.execute(script: roles.sql)
                }
                try Migrator(migrations, logger: logger).migrate(session)
            }
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    private func makeRoles(on session: PostgresSession) throws {
        for role in ["throughline_owner", "throughline_app"] {
            let known = try session.query("select from pg_roles where rolname = \(role)")
            if known.isEmpty { try session.execute(script: "create role \(role) nologin") }
            let isMember = try session.query("select pg_has_role(session_user, \(role), 'member')")
            if try !isMember[0].get(0, as: Bool.self) {
                try session.execute(script: "grant \(role) to session_user")
            }
        }
    }

    /// Compares every log with the manifest, position by position, and every payload with its digest.
    func verify(on session: PostgresSession) throws -> [String] {
        let expected = Dictionary(uniqueKeysWithValues: manifest.logs.map { ($0.jurisdiction, $0) })
        let found = try EventReader.jurisdictions(on: session)
        var faults = Set(found).symmetricDifference(expected.keys).sorted().map {
            "The log of \($0) is \(expected[$0] == nil ? "not in the backup" : "missing")."
        }
        for jurisdiction in found {
            do {
                let log = try BackupManifest.Log(jurisdiction, on: session)
                if let wanted = expected[jurisdiction], wanted != log {
                    faults.append(
                        "The log of \(jurisdiction) ends at \(log.head) and is not the one that was backed up, "
                            + "which ends at \(wanted.head).")
                }
            } catch let gap as LogGap {
                faults.append("\(gap)")
            }
            let changed = try session.query(
                """
                select position from log.event
                where jurisdiction = \(jurisdiction) and payload is not null
                    and digest <> sha256(salt || convert_to(payload::text, 'UTF8'))
                order by position limit 1
                """)
            if let row = changed.first {
                let position = try row.get(0, as: Int64.self)
                faults.append("The payload at position \(position) of \(jurisdiction) does not match its digest.")
            }
        }
        return faults
    }
}

extension Restore {
    /// Compares every log with its signed checkpoints, and with those that were kept outside the database.
    static func compare(_ site: Site, with kept: [String: KeptCheckpoints.Kept]) async throws -> [String] {
        var faults: [String] = []
        let restored = try await site.reader.jurisdictions()
        for jurisdiction in Set(restored).union(kept.keys).sorted() {
            let own = kept[jurisdiction]
            let outside = own.map { [LogVerifier.Outside(name: $0.name, note: $0.note, mustBeOwn: true)] } ?? []
            let report = try await site.verify(jurisdiction, outside: outside)
            if let report, let finding = report.finding {
                faults.append("\(jurisdiction): \(report.isTooShort ? "\(Self.tooOld) " : "")\(finding).")
            } else if report == nil, let own {
                faults.append(
                    "\(jurisdiction): \(Self.tooOld) \(own.name) has \(own.checkpoint.size) entries, and the backup was "
                        + "made before any of them was published.")
            }
        }
        return faults
    }

    /// What whoever restores must know of a backup that lacks what was published.
    private static let tooOld =
        "The backup is older than what was published. Restore a newer one: the server will not publish this one, and "
        + "`throughline audit new-epoch` begins anew only when the published entries are lost for good."
}
