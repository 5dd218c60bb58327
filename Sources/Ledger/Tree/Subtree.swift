/// A full subtree: the 2^level leaves that begin at index × 2^level. Its hash never changes once they are there.
public struct Subtree: Hashable, Sendable {
    public var level: Int
    public var index: UInt64

    public init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }

    /// The fewest full subtrees that a range of leaves consists of, from left to right.
    ///
    /// The range must be one that a tree is split into, as those of `ProofPath` are.
    public static func cover(_ range: Range<UInt64>) -> [Subtree] {
        var subtrees: [Subtree] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let fitting = UInt64.bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
            let level = min(start.trailingZeroBitCount, fitting)
            subtrees.append(Subtree(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return subtrees
    }
}
