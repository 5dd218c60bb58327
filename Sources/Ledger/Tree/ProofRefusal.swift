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
