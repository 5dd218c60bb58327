/// Tiles at hand, from which roots and proofs are made without the leaves.
public struct TileSet: TreeNodes, Sendable {
    private struct Place: Hashable { var level: Int, index: UInt64 }
    private var hashes: [Place: [Hash256]] = [:]

    public init() {}

    /// Takes a tile as it was served; the widest one of each place counts.
    ///
    /// - Throws: `FormatError` when it has not as many bytes as its width asks for.
    public mutating func insert(_ tile: Tile, bytes: some Collection<UInt8>) throws(FormatError) {
        guard bytes.count == tile.width * Hash256.byteCount else {
            throw FormatError(
                LogResource.tile(tile).path, "has \(bytes.count) bytes where \(tile.width * Hash256.byteCount) belong")
        }
        let place = Place(level: tile.level, index: tile.index)
        guard (hashes[place]?.count ?? 0) < tile.width else { return }
        var rest = bytes[...]
        var read: [Hash256] = []
        read.reserveCapacity(tile.width)
        while let hash = Hash256(rest.prefix(Hash256.byteCount)) {
            read.append(hash)
            rest = rest.dropFirst(Hash256.byteCount)
        }
        hashes[place] = read
    }

    public func hash(of subtree: Subtree) -> Hash256? {
        let height = subtree.level % Tile.height
        let start = subtree.index << UInt64(height)
        let place = Place(level: subtree.level / Tile.height, index: start >> 8)
        let offset = Int(start & 255)
        guard let tile = hashes[place], offset + 1 << height <= tile.count else { return nil }
        return TreeFrontier(tile[offset..<offset + 1 << height]).root
    }
}
