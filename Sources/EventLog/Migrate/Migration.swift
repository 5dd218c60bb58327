import Crypto
public import Foundation

/// One numbered step of the schema, forward only.
public struct Migration: Sendable, Hashable {
    public let number: Int
    public let name: String
    public let sql: String

    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// SHA-256 of the text: an applied file must never change again.
    public var checksum: [UInt8] { Array(SHA256.hash(data: Data(sql.utf8))) }

    /// Reads every `0001_name.sql` of a folder, in order.
    public static func files(in folder: URL) throws -> [Migration] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "sql" }.map { file in
            let parts = file.deletingPathExtension().lastPathComponent.split(separator: "_", maxSplits: 1)
            guard parts.count == 2, parts[0].utf8.count == 4, let number = Int(parts[0]) else {
                throw MigrationError(.unreadable, "\(file.lastPathComponent) is not called like 0001_name.sql.")
            }
            return Migration(
                number: number, name: String(parts[1]), sql: try String(contentsOf: file, encoding: .utf8))
        }.sorted { $0.number < $1.number }
    }
}
