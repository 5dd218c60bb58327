import Crypto
import EventLog
import Foundation
import Postgres

/// What a backup holds, so that a restore can say whether it is whole and which keys it needs.
struct BackupManifest: Codable {
    /// One jurisdiction's log as it was in the backup's snapshot.
    struct Log: Codable, Equatable {
        var jurisdiction: String
        /// The last position.
        var head: Int64
        /// SHA-256 of the digests of all events in order, which commits to every payload.
        var digest: String
    }

    /// The key-encryption keys without which no personal data of the backup can be read. The keys themselves are never
    /// in a backup: a person's data could not be destroyed any more.
    struct Keys: Codable {
        var epochs: [Int]
        /// Tells the key file from any other, and nothing about its keys.
        var fingerprint: String
    }

    static let format = 1
    static let file = "manifest.json"
    static let dump = "database.dump"

    var format = Self.format
    var madeAt: Date
    var migrations: Int
    var logs: [Log]
    var keys: Keys
    /// SHA-256 of the dump.
    var dumpDigest = ""

    /// Reads what the session's snapshot holds.
    init(on session: PostgresSession, fingerprint: String, madeAt: Date) throws {
        self.madeAt = madeAt
        migrations = Int(
            try session.query("select coalesce(max(number), 0) from throughline.migration")[0].get(0, as: Int32.self))
        logs = try EventReader.jurisdictions(on: session).map { try Log($0, on: session) }
        let epochs = try session.query("select distinct epoch from vault.key order by epoch").map {
            Int(try $0.get(0, as: Int32.self))
        }
        keys = Keys(epochs: epochs, fingerprint: fingerprint)
    }

    static func read(from folder: URL) throws -> BackupManifest {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let data = try? Data(contentsOf: folder.appending(path: file)),
            let manifest = try? decoder.decode(BackupManifest.self, from: data)
        else { throw InputError("\(folder.path) is no backup: it has no \(file) that can be read.") }
        guard manifest.format == format else {
            throw InputError("\(folder.path) was written by a newer Throughline; restore it with that.")
        }
        return manifest
    }

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try encoder.encode(self).write(to: folder.appending(path: Self.file))
    }

    /// SHA-256 of a file, read in pieces.
    static func digest(of file: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var hash = SHA256()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        return hash.finalize().hex
    }
}

/// A position without an event, which no log can have.
struct LogGap: Error, CustomStringConvertible {
    var jurisdiction: String
    var position: Int64
    var description: String { "The log of \(jurisdiction) has no event at position \(position)." }
}

extension BackupManifest.Log {
    init(_ jurisdiction: String, on session: PostgresSession) throws {
        self.jurisdiction = jurisdiction
        head = try EventReader.head(jurisdiction, on: session)
        var hash = SHA256()
        var position: Int64 = -1
        while position < head {
            let rows = try session.query(
                """
                select position, digest from log.event where jurisdiction = \(jurisdiction) and position > \(position)
                order by position limit 10000
                """)
            for row in rows {
                let next: Int64 = try row.get(0)
                guard next == position + 1 else { throw LogGap(jurisdiction: jurisdiction, position: position + 1) }
                hash.update(data: try row.get(1, as: [UInt8].self))
                position = next
            }
        }
        digest = hash.finalize().hex
    }
}

extension Sequence<UInt8> {
    /// Lower-case hexadecimal.
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
