import Ledger
import Postgres

extension LedgerStore {
    /// The bytes of a tile as a tree of that size has them, or `nil` when it has no such tile.
    ///
    /// They are what was stored when they were published; the log itself is not asked.
    static func bytes(
        of tile: Tile, in epoch: LogEpoch, size: UInt64, on session: PostgresSession
    ) throws(PostgresError) -> [UInt8]? {
        guard tile.level < 8, tile.isFilled(in: size) else { return nil }
        let rows = try session.query(
            """
            select hashes from ledger.tile
            where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
                and level = \(Int16(tile.level)) and n = \(Int64(tile.index))
            """)
        let stored: [UInt8]
        if let row = rows.first { stored = try row.get(0) } else { stored = try edge(tile, of: epoch, on: session) }
        let length = tile.width * Hash256.byteCount
        return stored.count < length ? nil : Array(stored.prefix(length))
    }

    /// The hashes so far of a tile that is being filled: leaves that checkpoints brought, or the roots of full tiles.
    private static func edge(
        _ tile: Tile, of epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) -> [UInt8] {
        let start = Int64(tile.index) << 8
        let rows =
            tile.level == 0
            ? try session.query(
                """
                select leaves from ledger.checkpoint
                where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
                    and size > \(start) and size < \(start + 256)
                order by size
                """)
            : try session.query(
                """
                select root from ledger.tile
                where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
                    and level = \(Int16(tile.level - 1)) and n >= \(start) and n < \(start + 256)
                order by n
                """)
        var hashes: [UInt8] = []
        for row in rows { hashes += try row.get(0, as: [UInt8].self) }
        return hashes
    }

    /// The tiles from which the hashes of these ranges of leaves are made, in a tree of that size.
    static func tiles(
        for ranges: [Range<UInt64>], in epoch: LogEpoch, size: UInt64, on session: PostgresSession
    ) throws -> TileSet {
        var set = TileSet()
        for tile in Tile.needed(for: ranges, in: size) {
            guard let bytes = try bytes(of: tile, in: epoch, size: size, on: session) else { continue }
            try set.insert(tile, bytes: bytes)
        }
        return set
    }

    /// Takes up the tree at a stored checkpoint.
    static func builder(
        at size: UInt64, in epoch: LogEpoch, on session: PostgresSession
    ) throws -> TileBuilder {
        var set = TileSet()
        for level in 0..<8 {
            let hashes = size >> UInt64(8 * level)
            guard let tile = Tile(level: level, index: hashes >> 8, width: Int(hashes & 255)),
                let bytes = try bytes(of: tile, in: epoch, size: size, on: session)
            else { continue }
            try set.insert(tile, bytes: bytes)
        }
        return try TileBuilder(size: size, tiles: set)
    }
}
