import Foundation
import Ledger
import Testing

@Suite("Trees and proofs")
struct TreeTests {
    @Test("Root, frontier and builder agree with the naive tree at every size", .timeLimit(.minutes(5)))
    func roots() throws {
        let leaves = invented(600)
        let tree = MerkleTree(leaves)
        var frontier = TreeFrontier()
        var builder = TileBuilder()
        for size in 0...leaves.count {
            let expected = Naive.root(leaves.prefix(size))
            #expect(frontier.root == expected && builder.root == expected)
            #expect(try tree.root(size: UInt64(size)) == expected)
            #expect(try tree.frontier(size: UInt64(size)) == frontier)
            guard size < leaves.count else { break }
            frontier.append(leaves[size])
            builder.append(leaves[size]) { _, _ in }
        }
    }

    @Test("Every inclusion proof of small trees is the naive one and verifies", .timeLimit(.minutes(5)))
    func inclusion() throws {
        let leaves = invented(70)
        let tree = MerkleTree(leaves)
        for size in 1...leaves.count {
            let root = Naive.root(leaves.prefix(size))
            for index in 0..<size {
                let proof = try tree.inclusionProof(of: UInt64(index), in: UInt64(size))
                #expect(proof.hashes == Naive.path(index, leaves.prefix(size)))
                try proof.verify(leaf: leaves[index], root: root)
            }
        }
    }

    @Test("Every consistency proof of small trees is the naive one and verifies", .timeLimit(.minutes(5)))
    func consistency() throws {
        let leaves = invented(70)
        let tree = MerkleTree(leaves)
        for new in 0...leaves.count {
            for old in 0...new {
                let proof = try tree.consistencyProof(from: UInt64(old), to: UInt64(new))
                #expect(proof.hashes == Naive.consistency(old, leaves.prefix(new)))
                try proof.verify(oldRoot: Naive.root(leaves.prefix(old)), newRoot: Naive.root(leaves.prefix(new)))
            }
        }
    }

    @Test("Proofs of random large trees verify, and fail after any change", arguments: 1...40 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let leaves = random.hashes(Int.random(in: 2...3000, using: &random))
        let tree = MerkleTree(leaves)
        let new = UInt64(leaves.count)
        let old = UInt64.random(in: 1..<new, using: &random)
        let index = UInt64.random(in: 0..<new, using: &random)
        let (oldRoot, newRoot) = (try tree.root(size: old), try tree.root(size: new))

        let inclusion = try tree.inclusionProof(of: index, in: new)
        try inclusion.verify(leaf: leaves[Int(index)], root: newRoot)
        for change in Change.all(inclusion.hashes, using: &random) {
            let changed = InclusionProof(index: index, size: new, hashes: change)
            #expect(throws: ProofRefusal.self) { try changed.verify(leaf: leaves[Int(index)], root: newRoot) }
        }
        for other in [index ^ 1, index + 1, index &- 1, new, index + new] where other != index {
            let moved = InclusionProof(index: other, size: new, hashes: inclusion.hashes)
            #expect(throws: ProofRefusal.self, "index \(other)") {
                try moved.verify(leaf: leaves[Int(index)], root: newRoot)
            }
        }

        let consistency = try tree.consistencyProof(from: old, to: new)
        try consistency.verify(oldRoot: oldRoot, newRoot: newRoot)
        for change in Change.all(consistency.hashes, using: &random) {
            let changed = ConsistencyProof(oldSize: old, newSize: new, hashes: change)
            #expect(throws: ProofRefusal.self) { try changed.verify(oldRoot: oldRoot, newRoot: newRoot) }
        }
        #expect(throws: ProofRefusal.self) { try consistency.verify(oldRoot: newRoot, newRoot: newRoot) }
        #expect(throws: ProofRefusal.self) { try consistency.verify(oldRoot: oldRoot, newRoot: oldRoot) }
    }

    /// A proof with one thing wrong: a bit, a hash too few, too many, or two in the wrong order.
    private enum Change {
        static func all(_ hashes: [Hash256], using random: inout SeededGenerator) -> [[Hash256]] {
            var changes = [hashes + [.emptyTree], [.emptyTree] + hashes]
            guard let place = hashes.indices.randomElement(using: &random) else { return changes }
            var bytes = hashes[place].bytes
            bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            changes.append(hashes)
            changes[2][place] = Hash256(bytes) ?? .emptyTree
            changes.append(Array(hashes.dropLast()))
            changes.append(Array(hashes.dropFirst()))
            if hashes.count > 1 { changes.append([hashes[1], hashes[0]] + hashes.dropFirst(2)) }
            return changes
        }
    }

    @Test("Each way to be wrong has its own refusal")
    func refusals() throws {
        let tree = MerkleTree(invented(8))
        let root = try tree.root(size: 8)
        func inclusion(_ index: UInt64, _ size: UInt64, _ hashes: [Hash256]) -> ProofRefusal? {
            typed { () throws(ProofRefusal) in
                try InclusionProof(index: index, size: size, hashes: hashes).verify(leaf: invented(1)[0], root: root)
            }
        }
        #expect(inclusion(8, 8, []) == .noSuchLeaf(index: 8, size: 8))
        #expect(inclusion(0, 0, []) == .noSuchLeaf(index: 0, size: 0))
        #expect(inclusion(.max, 8, []) == .noSuchLeaf(index: .max, size: 8))
        #expect(inclusion(0, 8, []) == .wrongLength(expected: 3, given: 0))
        #expect(inclusion(0, 8, invented(4)) == .wrongLength(expected: 3, given: 4))
        #expect(inclusion(0, 8, invented(3)) == .wrongRoot)

        func consistency(_ old: UInt64, _ new: UInt64, _ hashes: [Hash256], _ a: Hash256, _ b: Hash256) -> ProofRefusal?
        {
            typed { () throws(ProofRefusal) in
                try ConsistencyProof(oldSize: old, newSize: new, hashes: hashes).verify(oldRoot: a, newRoot: b)
            }
        }
        let old = try tree.root(size: 3)
        let proof = try tree.consistencyProof(from: 3, to: 8).hashes
        #expect(consistency(3, 8, proof, old, root) == nil)
        #expect(consistency(8, 3, proof, root, old) == .sizesReversed(old: 8, new: 3))
        #expect(consistency(3, 8, [], old, root) == .wrongLength(expected: proof.count, given: 0))
        #expect(consistency(3, 8, proof, root, root) == .wrongRoot)
        #expect(consistency(3, 8, proof, old, old) == .wrongNewRoot)
        #expect(consistency(8, 8, [], root, old) == .twoRootsForOneSize(8))
        #expect(consistency(8, 8, proof, root, root) == .wrongLength(expected: 0, given: proof.count))
        #expect(consistency(0, 8, [], .emptyTree, root) == nil)
        #expect(consistency(0, 8, proof, .emptyTree, root) == .wrongLength(expected: 0, given: proof.count))
        #expect(consistency(0, 8, [], root, root) == .wrongRoot)
        #expect(consistency(0, 0, [], .emptyTree, root) == .twoRootsForOneSize(0))
    }

    @Test("Sizes near the limit of 63 bits are refused without a crash")
    func extremes() {
        let hashes = invented(63)
        for size in [.max, .max - 1, 1 << 63, UInt64(Int64.max)] as [UInt64] {
            for index in [0, size / 2, size - 1] as [UInt64] {
                let inclusion = InclusionProof(index: index, size: size, hashes: hashes)
                #expect(throws: ProofRefusal.self) { try inclusion.verify(leaf: hashes[0], root: hashes[1]) }
                let consistency = ConsistencyProof(oldSize: index, newSize: size, hashes: hashes)
                #expect(throws: ProofRefusal.self) { try consistency.verify(oldRoot: hashes[0], newRoot: hashes[1]) }
            }
        }
    }
}
