/// Why a proof proves nothing.
public enum ProofRefusal: Error, Hashable, CustomStringConvertible {
    /// The tree has no such leaf.
    case noSuchLeaf(index: UInt64, size: UInt64)
    /// The older tree is said to be the larger one.
    case sizesReversed(old: UInt64, new: UInt64)
    /// Hashes are missing or left over.
    case wrongLength(expected: Int, given: Int)
    /// The hashes lead to another root than the older or the only one.
    case wrongRoot
    /// The older tree fits, but the newer one is another.
    case wrongNewRoot
    /// Two trees of one size have two roots: the log showed two histories.
    case twoRootsForOneSize(UInt64)

    public var description: String {
        switch self {
        case .noSuchLeaf(let index, let size): "There is no entry \(index) in a log of \(size)."
        case .sizesReversed(let old, let new): "A log of \(new) entries is older than one of \(old)."
        case .wrongLength(let expected, let given): "The proof has \(given) hashes where \(expected) belong."
        case .wrongRoot: "The proof leads to another root."
        case .wrongNewRoot: "The proof does not lead to the newer root."
        case .twoRootsForOneSize(let size): "Two different roots were given for \(size) entries."
        }
    }
}

/// Shows that a leaf stands at an index of a tree.
public struct InclusionProof: Hashable, Sendable {
    public var index: UInt64
    public var size: UInt64
    /// From the leaf's sibling to the root's child.
    public var hashes: [Hash256]

    public init(index: UInt64, size: UInt64, hashes: [Hash256]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Checks that the leaf is under the root, with every hash used and none missing.
    public func verify(leaf: Hash256, root: Hash256) throws(ProofRefusal) {
        guard index < size else { throw .noSuchLeaf(index: index, size: size) }
        let shape = ProofShape(index: index, size: size)
        guard hashes.count == shape.inner + shape.border else {
            throw .wrongLength(expected: shape.inner + shape.border, given: hashes.count)
        }
        let below = ProofShape.climb(from: leaf, hashes.prefix(shape.inner), path: index)
        guard ProofShape.climbBorder(from: below, hashes.dropFirst(shape.inner)) == root else { throw .wrongRoot }
    }
}

/// Shows that a tree begins with all the leaves of an older one, in their order.
public struct ConsistencyProof: Hashable, Sendable {
    public var oldSize: UInt64
    public var newSize: UInt64
    public var hashes: [Hash256]

    public init(oldSize: UInt64, newSize: UInt64, hashes: [Hash256]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Checks that the newer root extends the older one, with every hash used and none missing.
    public func verify(oldRoot: Hash256, newRoot: Hash256) throws(ProofRefusal) {
        guard oldSize <= newSize else { throw .sizesReversed(old: oldSize, new: newSize) }
        guard oldSize > 0, oldSize < newSize else {
            guard hashes.isEmpty else { throw .wrongLength(expected: 0, given: hashes.count) }
            if oldSize == 0, oldRoot != .emptyTree { throw .wrongRoot }
            if oldSize == newSize, oldRoot != newRoot { throw .twoRootsForOneSize(oldSize) }
            return
        }
        var shape = ProofShape(index: oldSize - 1, size: newSize)
        let skipped = oldSize.trailingZeroBitCount
        shape.inner -= skipped
        // An older tree that is one full subtree is its own first hash, and is left out of the proof.
        let isFull = oldSize.nonzeroBitCount == 1
        let expected = shape.inner + shape.border + (isFull ? 0 : 1)
        guard hashes.count == expected else { throw .wrongLength(expected: expected, given: hashes.count) }
        let seed = isFull ? oldRoot : hashes[0]
        let rest = hashes.dropFirst(isFull ? 0 : 1)
        let (inner, border) = (rest.prefix(shape.inner), rest.dropFirst(shape.inner))
        let path = (oldSize - 1) >> UInt64(skipped)

        let old = ProofShape.climbLeft(from: seed, inner, path: path)
        guard ProofShape.climbBorder(from: old, border) == oldRoot else { throw .wrongRoot }
        let new = ProofShape.climb(from: seed, inner, path: path)
        guard ProofShape.climbBorder(from: new, border) == newRoot else { throw .wrongNewRoot }
    }
}

/// How many hashes a leaf's way to the root has: up to where it meets the tree's right edge, and along that edge.
private struct ProofShape {
    var inner: Int
    var border: Int

    init(index: UInt64, size: UInt64) {
        inner = UInt64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
        border = (index >> UInt64(inner)).nonzeroBitCount
    }

    /// Joins siblings on the side that the path's bits say.
    static func climb(from seed: Hash256, _ hashes: ArraySlice<Hash256>, path: UInt64) -> Hash256 {
        zip(hashes, 0...).reduce(seed) { hash, step in
            path >> UInt64(step.1) & 1 == 0 ? .node(hash, step.0) : .node(step.0, hash)
        }
    }

    /// Joins only the siblings on the left: what the older tree consisted of.
    static func climbLeft(from seed: Hash256, _ hashes: ArraySlice<Hash256>, path: UInt64) -> Hash256 {
        zip(hashes, 0...).reduce(seed) { hash, step in
            path >> UInt64(step.1) & 1 == 0 ? hash : .node(step.0, hash)
        }
    }

    /// Along the right edge every sibling is on the left.
    static func climbBorder(from seed: Hash256, _ hashes: ArraySlice<Hash256>) -> Hash256 {
        hashes.reduce(seed) { .node($1, $0) }
    }
}
