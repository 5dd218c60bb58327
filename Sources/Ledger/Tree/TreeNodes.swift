/// Something that knows hashes of full subtrees, from which every root and proof is made.
public protocol TreeNodes {
    /// The hash of a full subtree, or `nil` when it is not at hand.
    func hash(of subtree: Subtree) -> Hash256?
}

/// A subtree whose hash is needed and not at hand.
public struct MissingSubtree: Error, Hashable, CustomStringConvertible {
    public let subtree: Subtree

    public var description: String {
        "The hash of subtree \(subtree.index) at level \(subtree.level) is not at hand."
    }
}

extension TreeNodes {
    public func root(size: UInt64) throws(MissingSubtree) -> Hash256 { try frontier(size: size).root }

    public func frontier(size: UInt64) throws(MissingSubtree) -> TreeFrontier {
        let roots = try hashes(of: Subtree.cover(0..<size))
        guard let frontier = TreeFrontier(size: size, roots: roots) else {
            preconditionFailure("A tree has as many full subtrees as its size has ones.")
        }
        return frontier
    }

    public func inclusionProof(of index: UInt64, in size: UInt64) throws(MissingSubtree) -> InclusionProof {
        InclusionProof(index: index, size: size, hashes: try hashes(of: ProofPath.inclusion(of: index, in: size)))
    }

    public func consistencyProof(from old: UInt64, to new: UInt64) throws(MissingSubtree) -> ConsistencyProof {
        ConsistencyProof(
            oldSize: old, newSize: new, hashes: try hashes(of: ProofPath.consistency(from: old, to: new)))
    }

    private func hashes(of ranges: [Range<UInt64>]) throws(MissingSubtree) -> [Hash256] {
        var hashes: [Hash256] = []
        for range in ranges {
            if let hash = TreeFrontier.fold(try self.hashes(of: Subtree.cover(range))) { hashes.append(hash) }
        }
        return hashes
    }

    private func hashes(of subtrees: [Subtree]) throws(MissingSubtree) -> [Hash256] {
        var hashes: [Hash256] = []
        for subtree in subtrees {
            guard let hash = hash(of: subtree) else { throw MissingSubtree(subtree: subtree) }
            hashes.append(hash)
        }
        return hashes
    }
}
