import Foundation
import Ledger
import Postgres

/// A log's tree since its last checkpoint: what a new checkpoint has to store.
struct GrownTree {
    private(set) var builder: TileBuilder
    private(set) var tiles: [StoredTile] = []
    private let start: UInt64
    /// The leaf hashes since the last checkpoint that are in no full tile.
    private var leaves: [UInt8] = []

    /// Takes up the tree where its last checkpoint left it.
    init(from last: StoredCheckpoint?, in epoch: LogEpoch, on session: PostgresSession) throws {
        start = last?.size ?? 0
        guard let last else {
            builder = TileBuilder()
            return
        }
        builder = try LedgerStore.builder(at: last.size, in: epoch, on: session)
        guard builder.root == last.root else {
            throw PublisherProblem(.differs, "The stored tiles do not give the root of checkpoint \(last.size).")
        }
    }

    mutating func append(_ leaf: Hash256) {
        leaf.append(to: &leaves)
        var filled: [StoredTile] = []
        builder.append(leaf) { tile, hashes in
            filled.append(StoredTile(tile: tile, hashes: hashes, root: Self.root(of: hashes)))
        }
        guard !filled.isEmpty else { return }
        tiles += filled
        leaves.removeAll(keepingCapacity: true)
    }

    /// The checkpoint to store; `nil` when nothing was appended.
    func checkpoint(_ key: SigningKey, _ epoch: LogEpoch) throws -> StoredCheckpoint? {
        guard builder.size > start else { return nil }
        let signed = try Checkpoint(origin: epoch.origin, size: builder.size, root: builder.root).signed(by: key)
        return StoredCheckpoint(
            size: builder.size, root: builder.root, leaves: leaves, note: signed.encoded, signedAt: Date())
    }

    /// The hash of a full tile.
    static func root(of hashes: [UInt8]) -> Hash256 {
        var frontier = TreeFrontier()
        var rest = hashes[...]
        while let hash = Hash256(rest.prefix(Hash256.byteCount)) {
            frontier.append(hash)
            rest = rest.dropFirst(Hash256.byteCount)
        }
        return frontier.root
    }
}
