/// Which parts of a tree a proof consists of: one range of leaves for each of its hashes, in order.
public enum ProofPath {
    /// The siblings on the way from a leaf to the root (RFC 6962, 2.1.1).
    public static func inclusion(of index: UInt64, in size: UInt64) -> [Range<UInt64>] {
        precondition(index < size, "There is no leaf \(index) in a tree of \(size).")
        var path: [Range<UInt64>] = []
        var range = 0..<size
        while range.upperBound - range.lowerBound > 1 {
            let middle = range.lowerBound + split(range)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            path.append(index < middle ? right : left)
            range = index < middle ? left : right
        }
        return path.reversed()
    }

    /// What shows that a tree begins with an older one (RFC 6962, 2.1.2); nothing for an empty or an equal tree.
    public static func consistency(from old: UInt64, to new: UInt64) -> [Range<UInt64>] {
        precondition(old <= new, "A tree of \(new) leaves cannot begin with one of \(old).")
        guard old > 0 else { return [] }
        var path: [Range<UInt64>] = []
        var range = 0..<new
        // The older tree's own root is known to who checks, so it is left out where it is a full subtree on the left.
        var isOldRoot = true
        while range.upperBound != old {
            let middle = range.lowerBound + split(range)
            if old <= middle {
                path.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                path.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
                isOldRoot = false
            }
        }
        if !isOldRoot { path.append(range) }
        return path.reversed()
    }

    /// The largest power of two below the number of leaves.
    private static func split(_ range: Range<UInt64>) -> UInt64 {
        let last = range.upperBound - range.lowerBound - 1
        return 1 << UInt64(UInt64.bitWidth - 1 - last.leadingZeroBitCount)
    }
}
