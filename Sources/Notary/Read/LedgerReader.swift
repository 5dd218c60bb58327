import EventLog
import EventModel
import Foundation
public import Ledger
public import Postgres

/// What is known of the ledger: checkpoints, tiles, proofs, and how verification went.
public struct LedgerReader: Sendable {
    let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// What a tiled log serves at a path, as it was published; `nil` for what is not there.
    public func content(of resource: LogResource, in jurisdiction: String) async throws -> [UInt8]? {
        try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            guard let (epoch, last) = try Self.latest(jurisdiction, on: session) else { return nil }
            switch resource {
            case .checkpoint:
                return Array(try Self.note(of: last, in: epoch, on: session).utf8)
            case .tile(let tile):
                return try LedgerStore.bytes(of: tile, in: epoch, size: last.size, on: session)
            case .entries(let bundle):
                guard bundle.positions.upperBound <= last.size else { return nil }
                return try Self.entries(bundle.positions, of: epoch, on: session)
            }
        }
    }

    /// The proof that the newest checkpoint has an event; `nil` where none has.
    public func proof(ofPosition position: Int64, in jurisdiction: String) async throws -> LogProof? {
        try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            guard position >= 0, let (epoch, last) = try Self.latest(jurisdiction, on: session),
                position < epoch.position(at: last.size)
            else { return nil }
            let index = epoch.index(of: position)
            let tiles = try LedgerStore.tiles(
                for: ProofPath.inclusion(of: index, in: last.size), in: epoch, size: last.size, on: session)
            let note = try SignedNote(try Self.note(of: last, in: epoch, on: session))
            var entry: [UInt8]?
            try EventReader.committed(jurisdiction, position..<position + 1, on: session) { stored in
                entry = try epoch.commitment(to: stored).bytes
            }
            return LogProof(
                try tiles.inclusionProof(of: index, in: last.size), checkpoint: note, extra: entry)
        }
    }

    /// Why publishers have stopped, by jurisdiction.
    public func problems() async throws -> [String: PublisherProblem] {
        try await pool.run { try LedgerStore.problems(on: $0) }
    }

    // MARK: Parts

    private static func latest(
        _ jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) -> (LogEpoch, StoredCheckpoint)? {
        guard let epoch = try LedgerStore.epoch(of: jurisdiction, on: session),
            let last = try LedgerStore.checkpoints(of: epoch, limit: 1, on: session).first
        else { return nil }
        return (epoch, last)
    }

    /// A checkpoint's note with the lines that witnesses added.
    static func note(
        of checkpoint: StoredCheckpoint, in epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) -> String {
        checkpoint.note + (try LedgerStore.cosignatures(of: checkpoint.size, in: epoch, on: session)).joined()
    }

    /// An entry bundle, computed from the rows as they are now.
    static func entries(
        _ indexes: Range<UInt64>, of epoch: LogEpoch, on session: PostgresSession
    ) throws -> [UInt8] {
        var bundle: [UInt8] = []
        var first = indexes.lowerBound
        if first == 0, let statement = epoch.statement {
            try EntryBundle.append(statement, to: &bundle)
            first = 1
        }
        let positions = epoch.position(at: first)..<epoch.position(at: indexes.upperBound)
        try EventReader.committed(epoch.jurisdiction, positions, on: session) { stored in
            try EntryBundle.append(try epoch.commitment(to: stored).bytes, to: &bundle)
        }
        return bundle
    }
}
