/// How many hashes a leaf's way to the root has: up to where it meets the tree's right edge, and along that edge.
struct ProofShape {
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
