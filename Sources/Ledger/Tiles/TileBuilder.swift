/// Turns leaf hashes, in order, into tiles of every level, and knows the root at each size.
///
/// Its whole state is the tree's partial tiles, so it is taken up again from those of any published size.
public struct TileBuilder: Sendable {
    public private(set) var size: UInt64
    /// The hashes of each level's partial tile, from the leaves up.
    private var edges: [[Hash256]]

    public init() {
        size = 0
        edges = [[]]
    }

    /// Takes up a tree of that size from what `tiles` know of its partial tiles.
    public init(size: UInt64, tiles: some TreeNodes) throws(MissingSubtree) {
        self.size = size
        edges = [[]]
        var level = 0
        while Tile.hashes(atLevel: level, in: size) > 0 {
            let count = Tile.hashes(atLevel: level, in: size)
            if edges.count == level { edges.append([]) }
            for index in count & ~255..<count {
                let subtree = Subtree(level: Tile.height * level, index: index)
                guard let hash = tiles.hash(of: subtree) else { throw MissingSubtree(subtree: subtree) }
                edges[level].append(hash)
            }
            level += 1
        }
    }

    /// Appends a leaf and hands over each tile that it fills, from the leaves up.
    public mutating func append(_ leaf: Hash256, filled: (Tile, [UInt8]) throws -> Void) rethrows {
        size += 1
        var hash = leaf
        for level in edges.indices {
            edges[level].append(hash)
            guard edges[level].count == Tile.fullWidth else { return }
            guard let tile = Tile(level: level, index: size >> UInt64(8 * level + 8) - 1) else {
                preconditionFailure("No log has so many entries.")
            }
            try filled(tile, Self.bytes(edges[level]))
            hash = TreeFrontier(edges[level]).root
            edges[level].removeAll(keepingCapacity: true)
        }
        edges.append([hash])
    }

    /// The partial tiles of the tree as it is now.
    public var partialTiles: [(tile: Tile, bytes: [UInt8])] {
        edges.indices.compactMap { level in
            Tile(level: level, index: size >> UInt64(8 * level + 8), width: edges[level].count)
                .map { ($0, Self.bytes(edges[level])) }
        }
    }

    public var root: Hash256 {
        var root: Hash256?
        for edge in edges { root = TreeFrontier.fold(TreeFrontier(edge).roots + (root.map { [$0] } ?? [])) }
        return root ?? .emptyTree
    }

    private static func bytes(_ hashes: [Hash256]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * Hash256.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        return bytes
    }
}
