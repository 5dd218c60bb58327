import Crypto
import Foundation
import Ledger
import Logging
import Notary
import Postgres

extension Stage {
    /// Events of a log verified each second, against SHA-256 of the very rows in one thread and against reading them.
    func verify(events: Int, runs: Int) async throws -> [Row] {
        while try await head(Self.appends) + 1 < events { _ = try await appender.append(Self.request(500)) }
        let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let publisher = Publisher(pool: pool, folder: folder.path + "/ledger", address: "bench.test", logger: quiet) {
            try SigningKey(name: $0, seed: Data(repeating: 7, count: 32))
        }
        guard case .published = try await publisher.publish(Self.appends) else {
            throw ValidationFailure(description: "The log was not published.")
        }
        let count = Double(try await head(Self.appends) + 1)
        let rows = try await pool.run { session in
            var bytes: [UInt8] = []
            try session.copyOut(
                "copy (select * from log.event where jurisdiction = '\(Self.appends)') to stdout (format binary)"
            ) { bytes.append(contentsOf: $0) }
            return bytes
        }
        func verified() async throws -> Double {
            let taken = try await seconds {
                guard let report = try await LogVerifier(pool: pool).verify(Self.appends), report.finding == nil else {
                    throw ValidationFailure(description: "The log does not hold.")
                }
            }
            return count / taken
        }
        let againstHash = try await alternate(runs) {
            try await verified()
        } _: {
            count / (await seconds { _ = SHA256.hash(data: rows) })
        }
        let againstCopy = try await alternate(runs) {
            try await verified()
        } _: {
            count / (try await seconds { try await copyOut(Self.appends) })
        }
        return [
            Row(
                "verify", "events/s", against: "SHA-256 of the same rows, one thread", budget: 0.5, runs: againstHash),
            Row(
                "verify", "events/s", against: "COPY TO STDOUT, binary, same rows", budget: nil, runs: againstCopy),
        ]
    }
}
