import Foundation
import Ledger
import Postgres

/// The ledger's tables. Reading and adding is all that the database lets anybody do.
enum LedgerStore {
    /// The epoch that a log is in; `nil` before anything was published.
    static func epoch(of jurisdiction: String, on session: PostgresSession) throws(PostgresError) -> LogEpoch? {
        try epochs(of: jurisdiction, on: session).last
    }

    /// Every epoch of a log, the first one first.
    static func epochs(of jurisdiction: String, on session: PostgresSession) throws(PostgresError) -> [LogEpoch] {
        let rows = try session.query(
            """
            select epoch, origin, verifier_key, statement, opened_at from ledger.epoch
            where jurisdiction = \(jurisdiction) order by epoch
            """)
        var epochs: [LogEpoch] = []
        for row in rows {
            epochs.append(
                LogEpoch(
                    jurisdiction: jurisdiction, number: Int(try row.get(0, as: Int32.self)), origin: try row.get(1),
                    verifierKey: try row.get(2), statement: try row.get(3, as: [UInt8]?.self),
                    openedAt: try row.get(4)))
        }
        return epochs
    }

    static func open(_ epoch: LogEpoch, on session: PostgresSession) throws(PostgresError) {
        try session.query(
            """
            insert into ledger.epoch (jurisdiction, epoch, origin, verifier_key, statement, opened_at)
            values (\(epoch.jurisdiction), \(epoch.key), \(epoch.origin), \(epoch.verifierKey), \(epoch.statement),
                \(epoch.openedAt))
            """)
    }

    // MARK: Checkpoints

    private static let columns = "size, root, leaves, note, signed_at"

    /// The newest checkpoints first, those before a size where one is given.
    static func checkpoints(
        of epoch: LogEpoch, before size: UInt64? = nil, limit: Int, on session: PostgresSession
    ) throws(PostgresError) -> [StoredCheckpoint] {
        try checkpoints(
            session.query(
                """
                select \(raw: columns) from ledger.checkpoint
                where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
                    and size < \(size.map(Int64.init) ?? .max)
                order by size desc limit \(limit)
                """))
    }

    /// Checkpoints after a size, in order.
    static func checkpoints(
        of epoch: LogEpoch, after size: UInt64, limit: Int, on session: PostgresSession
    ) throws(PostgresError) -> [StoredCheckpoint] {
        try checkpoints(
            session.query(
                """
                select \(raw: columns) from ledger.checkpoint
                where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key) and size > \(Int64(size))
                order by size limit \(limit)
                """))
    }

    private static func checkpoints(_ rows: PostgresRows) throws(PostgresError) -> [StoredCheckpoint] {
        var checkpoints: [StoredCheckpoint] = []
        for row in rows {
            checkpoints.append(
                StoredCheckpoint(
                    size: UInt64(try row.get(0, as: Int64.self)), root: try row.get(1), leaves: try row.get(2),
                    note: try row.get(3), signedAt: try row.get(4)))
        }
        return checkpoints
    }

    /// Adds a checkpoint and the tiles that it filled. The primary keys refuse a second one of either.
    static func add(
        _ checkpoint: StoredCheckpoint, _ tiles: [StoredTile], to epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) {
        if !tiles.isEmpty {
            try session.query(
                """
                insert into ledger.tile (jurisdiction, epoch, level, n, root, hashes)
                select \(epoch.jurisdiction), \(epoch.key), t.level, t.n, t.root, t.hashes
                from unnest(\(tiles.map { Int16($0.tile.level) }), \(tiles.map { Int64($0.tile.index) }),
                    \(tiles.map(\.root)), \(tiles.map(\.hashes))) t(level, n, root, hashes)
                """)
        }
        try session.query(
            """
            insert into ledger.checkpoint (jurisdiction, epoch, size, root, leaves, note, signed_at)
            values (\(epoch.jurisdiction), \(epoch.key), \(Int64(checkpoint.size)), \(checkpoint.root),
                \(checkpoint.leaves), \(checkpoint.note), \(checkpoint.signedAt))
            """)
    }

    // MARK: Witnesses

    /// The lines that witnesses added to a checkpoint.
    static func cosignatures(
        of size: UInt64, in epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) -> [String] {
        var lines: [String] = []
        let rows = try session.query(
            """
            select line from ledger.cosignature
            where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key) and size = \(Int64(size))
            order by witness
            """)
        for row in rows { lines.append(try row.get(0)) }
        return lines
    }

    /// The sizes of the checkpoints that a witness signed lately.
    static func sizes(
        signedBy witness: String, in epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) -> [UInt64] {
        var sizes: [UInt64] = []
        let rows = try session.query(
            """
            select size from ledger.cosignature
            where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key) and witness = \(witness)
            order by size desc limit 10
            """)
        for row in rows { sizes.append(UInt64(try row.get(0, as: Int64.self))) }
        return sizes
    }

    static func add(
        cosignature line: String, by witness: String, to size: UInt64, in epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) {
        try session.query(
            """
            insert into ledger.cosignature (jurisdiction, epoch, size, witness, line)
            values (\(epoch.jurisdiction), \(epoch.key), \(Int64(size)), \(witness), \(line))
            on conflict do nothing
            """)
    }
}

extension LogEpoch {
    /// Its number as the tables have it.
    var key: Int32 { Int32(number) }
}
