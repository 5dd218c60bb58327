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
