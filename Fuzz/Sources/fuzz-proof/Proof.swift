import Ledger

private let limit: UInt64 = 300
private let leaves = (0..<limit).map { Hash256.leaf(of: Array("entry \($0)".utf8)) }
private let tree = MerkleTree(leaves)

/// Sizes, an index and hashes from anywhere. A proof is accepted only if it is the one that the tree gives, and no
/// size, however large, crashes.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))[...]
    guard bytes.count >= 16 else { return 0 }
    let first = number(&bytes)
    let second = number(&bytes)
    // A byte of 0 to 9 stands for a hash of the true proof, so that the fuzzer comes near it.
    check(first, second, bytes)
    check(first % limit, second % limit + 1, bytes)
    return 0
}

private func check(_ first: UInt64, _ second: UInt64, _ bytes: ArraySlice<UInt8>) {
    let isSmall = second <= limit && second > 0
    if isSmall, first < second, let proof = try? tree.inclusionProof(of: first, in: second) {
        let given = hashes(bytes, near: proof.hashes)
        guard let root = try? tree.root(size: second) else { return }
        let holds =
            (try? InclusionProof(index: first, size: second, hashes: given)
                .verify(leaf: leaves[Int(first)], root: root)) != nil
        precondition(holds == (given == proof.hashes))
    } else {
        let given = hashes(bytes, near: [])
        _ = try? InclusionProof(index: first, size: second, hashes: given).verify(leaf: leaves[0], root: leaves[1])
    }
    if isSmall, first <= second, let proof = try? tree.consistencyProof(from: first, to: second) {
        let given = hashes(bytes, near: proof.hashes)
        guard let old = try? tree.root(size: first), let new = try? tree.root(size: second) else { return }
        let holds =
            (try? ConsistencyProof(oldSize: first, newSize: second, hashes: given)
                .verify(oldRoot: old, newRoot: new)) != nil
        precondition(holds == (given == proof.hashes))
    } else {
        let given = hashes(bytes, near: [])
        _ = try? ConsistencyProof(oldSize: first, newSize: second, hashes: given)
            .verify(oldRoot: leaves[0], newRoot: leaves[1])
    }
}

private func number(_ bytes: inout ArraySlice<UInt8>) -> UInt64 {
    defer { bytes = bytes.dropFirst(8) }
    return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
}

private func hashes(_ bytes: ArraySlice<UInt8>, near proof: [Hash256]) -> [Hash256] {
    bytes.prefix(70).map { Int($0) < proof.count ? proof[Int($0)] : leaves[Int($0)] }
}
