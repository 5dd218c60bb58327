/// The right edge of a tree: enough to append leaves and to name the root, in a few hundred bytes at any size.
public struct TreeFrontier: Hashable, Sendable {
    public private(set) var size: UInt64 = 0
    /// The roots of the full subtrees that the tree consists of, the largest first: one for each 1 in the size.
    public private(set) var roots: [Hash256] = []

    public init() {}

    public init(_ leaves: some Sequence<Hash256>) {
        for leaf in leaves { append(leaf) }
    }

    /// Takes up a tree whose full subtrees are known; answers `nil` when there are not as many as its size has.
    public init?(size: UInt64, roots: [Hash256]) {
        guard roots.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.roots = roots
    }

    public mutating func append(_ leaf: Hash256) {
        var hash = leaf
        for _ in 0..<(~size).trailingZeroBitCount { hash = .node(roots.removeLast(), hash) }
        roots.append(hash)
        size += 1
    }

    public var root: Hash256 { Self.fold(roots) ?? .emptyTree }

    /// The root over full subtrees of falling size, from left to right.
    static func fold(_ roots: some BidirectionalCollection<Hash256>) -> Hash256? {
        guard let last = roots.last else { return nil }
        return roots.dropLast().reversed().reduce(last) { .node($1, $0) }
    }
}
