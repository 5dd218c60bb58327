/// A whole tree in memory, for logs that are checked or exported at once: 64 bytes a leaf.
public struct MerkleTree: TreeNodes, Sendable {
    /// The hashes of full subtrees, by level and index.
    private var levels: [[Hash256]] = [[]]

    public init() {}

    public init(_ leaves: some Sequence<Hash256>) {
        for leaf in leaves { append(leaf) }
    }

    public var size: UInt64 { UInt64(levels[0].count) }

    public mutating func append(_ leaf: Hash256) {
        levels[0].append(leaf)
        var level = 0
        while levels[level].count.isMultiple(of: 2) {
            let pair = levels[level].suffix(2)
            level += 1
            if levels.count == level { levels.append([]) }
            levels[level].append(.node(pair[pair.startIndex], pair[pair.startIndex + 1]))
        }
    }

    public func hash(of subtree: Subtree) -> Hash256? {
        guard levels.indices.contains(subtree.level), subtree.index < levels[subtree.level].count else { return nil }
        return levels[subtree.level][Int(subtree.index)]
    }
}
