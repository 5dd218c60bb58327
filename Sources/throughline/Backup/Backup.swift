import Foundation
import Postgres
import Vault

/// Writes a backup: one consistent view of the database, and what a restore must know of it.
struct Backup {
    let folder: URL
    let configuration: PostgresConfiguration
    let keys: KeyFile

    /// Takes the view, dumps it while the server goes on working, and answers with what the view held.
    func make() async throws -> BackupManifest {
        try prepareFolder()
        let connection = try await PostgresConnection.connect(configuration)
        do {
            let manifest = try await connection.run { session in
                try session.transaction(.init(isolation: .repeatableRead, readOnly: true)) { try dump(on: $0) }
            }
            await connection.close()
            // Written last: a folder without it is no backup.
            try manifest.write(to: folder)
            return manifest
        } catch {
            await connection.close()
            throw error
        }
    }

    private func dump(on session: PostgresSession) throws -> BackupManifest {
        guard try session.query("select to_regclass('log.event') is not null")[0].get(0, as: Bool.self) else {
            throw InputError("The database holds no history to back up.")
        }
        let snapshot = try session.query("select pg_export_snapshot()")[0].get(0, as: String.self)
        var manifest = try BackupManifest(on: session, fingerprint: keys.fingerprint, madeAt: Date())
        let file = folder.appending(path: BackupManifest.dump)
        try PostgresProgram.run(
            "pg_dump",
            [
                "--format=custom", "--snapshot=\(snapshot)", "--no-password", "--no-unlogged-table-data",
                "--exclude-table=scratch.*", "--file=\(file.path)",
            ], on: configuration)
        manifest.dumpDigest = try BackupManifest.digest(of: file)
        return manifest
    }

    /// Nobody else may read it: it holds wrapped keys, sealed fields and password hashes.
    private func prepareFolder() throws {
        let manager = FileManager.default
        let contents = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
        guard contents.isEmpty else { throw InputError("\(folder.path) is not empty; name a new folder.") }
        do {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
            try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        } catch {
            throw InputError("The folder \(folder.path) cannot be made.")
        }
    }
}

extension KeyFile {
    /// Tells this key file from any other, and nothing about its keys.
    var fingerprint: String { secret(for: "fingerprint").prefix(8).hex }
}
