/// One tile of C2SP tlog-tiles: up to 256 neighbouring hashes of one level, each over 256^level leaves.
public struct Tile: Hashable, Sendable {
    public static let height = 8
    public static let fullWidth = 256

    /// 0 for leaf hashes, 1 for the roots of full tiles of level 0, and so on.
    public let level: Int
    public let index: UInt64
    /// How many hashes it has; fewer than 256 only at the tree's right edge.
    public let width: Int

    /// Answers `nil` for a level above 63, a width that is not 1 to 256, or an index that no tree reaches.
    public init?(level: Int, index: UInt64, width: Int = Tile.fullWidth) {
        guard (0...63).contains(level), (1...Tile.fullWidth).contains(width), index <= UInt64.max >> 9 else {
            return nil
        }
        self.level = level
        self.index = index
        self.width = width
    }

    public var isFull: Bool { width == Self.fullWidth }

    /// Whether a tree of that size has all the hashes of this tile.
    public func isFilled(in size: UInt64) -> Bool {
        index << 8 + UInt64(width) <= Self.hashes(atLevel: level, in: size)
    }

    /// How many hashes a level of tiles has: a tile is built on full tiles only.
    static func hashes(atLevel level: Int, in size: UInt64) -> UInt64 { size >> UInt64(8 * level) }
}

extension Tile {
    /// The tile that a subtree's hash is computed from, as wide as a tree of that size fills it.
    public init?(holding subtree: Subtree, in size: UInt64) {
        let level = subtree.level / Self.height
        let index = (subtree.index << UInt64(subtree.level % Self.height)) >> 8
        let hashes = Self.hashes(atLevel: level, in: size)
        guard hashes > index << 8 else { return nil }
        self.init(level: level, index: index, width: Int(min(256, hashes - index << 8)))
    }

    /// The tiles to fetch for a proof, or for the root, which is over `[0..<size]`.
    public static func needed(for ranges: [Range<UInt64>], in size: UInt64) -> Set<Tile> {
        Set(ranges.flatMap(Subtree.cover).compactMap { Tile(holding: $0, in: size) })
    }

    /// The tiles that a tree has gained since it had `old` leaves, lowest level first; partial ones are the last of
    /// their level.
    public static func gained(from old: UInt64 = 0, to size: UInt64) -> [Tile] {
        var tiles: [Tile] = []
        var level = 0
        while hashes(atLevel: level, in: size) > 0, level < 8 {
            let (before, now) = (hashes(atLevel: level, in: old), hashes(atLevel: level, in: size))
            tiles += (before >> 8..<now >> 8).compactMap { Tile(level: level, index: $0) }
            let rest = Int(now & 255)
            if rest > 0, now > before, let tile = Tile(level: level, index: now >> 8, width: rest) {
                tiles.append(tile)
            }
            level += 1
        }
        return tiles
    }
}
