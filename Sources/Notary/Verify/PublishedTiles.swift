import Ledger
import Postgres

/// The stored tiles that belong to a page of leaves.
struct PublishedTiles {
    private let epoch: LogEpoch
    private let size: UInt64
    private let session: PostgresSession
    /// The hashes of each leaf tile by its index, as wide as the last checkpoint has it, and its own when it is full.
    private var leaves: [UInt64: (hashes: [UInt8], root: Hash256?)] = [:]

    /// - Parameter size: of the last checkpoint.
    init(_ indexes: Range<UInt64>, of epoch: LogEpoch, size: UInt64, on session: PostgresSession) throws {
        self.epoch = epoch
        self.size = size
        self.session = session
        let end = min(indexes.upperBound, size)
        guard indexes.lowerBound < end else { return }
        let tiles = Int64(indexes.lowerBound >> 8)...Int64((end - 1) >> 8)
        let rows = try session.query(
            """
            select n, hashes, root from ledger.tile where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
                and level = 0 and n between \(tiles.lowerBound) and \(tiles.upperBound)
            """)
        for row in rows {
            leaves[UInt64(try row.get(0, as: Int64.self))] = (try row.get(1), try row.get(2, as: Hash256.self))
        }
        if let edge = Tile(level: 0, index: size >> 8, width: Int(size & 255)), indexes.contains(edge.index << 8),
            let hashes = try LedgerStore.bytes(of: edge, in: epoch, size: size, on: session)
        {
            leaves[edge.index] = (hashes, nil)
        }
    }

    /// The leaf that was published at an index; `nil` after the last checkpoint.
    func leaf(_ index: UInt64, _ check: HistoryCheck) throws(Finding) -> Hash256? {
        guard index < size else { return nil }
        let place = Int(index & 255) * Hash256.byteCount
        guard let tile = leaves[index >> 8], let leaf = Hash256(tile.hashes.dropFirst(place).prefix(Hash256.byteCount))
        else { throw check.first(Finding(epoch.position(at: index), "no hash is stored that was published for it")) }
        return leaf
    }

    /// Compares a tile that the events have just filled with the stored one, in its hashes and in its own hash.
    func compare(_ tile: Tile, _ hashes: [UInt8], _ check: HistoryCheck) throws {
        guard check.size <= size else { return }
        let path = LogResource.tile(tile).path
        let first = epoch.position(at: tile.index << UInt64(8 * (tile.level + 1)))
        guard let (stored, root) = try stored(tile) else {
            throw check.first(Finding(first, "the published \(path) is missing"))
        }
        // Which hash of a leaf tile differs is known already; what it means, the next checkpoint says.
        guard tile.level == 0 || stored == hashes else {
            throw check.first(Finding(first, "the published \(path) was changed"))
        }
        guard root == GrownTree.root(of: stored) else {
            throw check.first(Finding(first, "the hash that is stored of the published \(path) was changed"))
        }
    }

    private func stored(_ tile: Tile) throws(PostgresError) -> (hashes: [UInt8], root: Hash256?)? {
        if tile.level == 0 { return leaves[tile.index] }
        let rows = try session.query(
            """
            select hashes, root from ledger.tile where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
                and level = \(Int16(tile.level)) and n = \(Int64(tile.index))
            """)
        guard let row = rows.first else { return nil }
        return (try row.get(0), try row.get(1, as: Hash256.self))
    }
}
