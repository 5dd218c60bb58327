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
