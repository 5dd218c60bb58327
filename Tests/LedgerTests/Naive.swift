import Foundation
import Ledger

/// RFC 6962 word for word and without a thought for speed, to compare the real one with.
enum Naive {
    static func root(_ leaves: ArraySlice<Hash256>) -> Hash256 {
        guard let first = leaves.first else { return Hash256(hashing: [UInt8]()) }
        guard leaves.count > 1 else { return first }
        let middle = leaves.startIndex + split(leaves.count)
        let (left, right) = (root(leaves[..<middle]), root(leaves[middle...]))
        return Hash256(hashing: [1] + left.bytes + right.bytes)
    }

    static func path(_ index: Int, _ leaves: ArraySlice<Hash256>) -> [Hash256] {
        guard leaves.count > 1 else { return [] }
        let half = split(leaves.count)
        let middle = leaves.startIndex + half
        return index < half
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - half, leaves[middle...]) + [root(leaves[..<middle])]
    }

    static func consistency(_ old: Int, _ leaves: ArraySlice<Hash256>) -> [Hash256] {
        old == 0 ? [] : subproof(old, leaves, isWhole: true)
    }

    private static func subproof(_ old: Int, _ leaves: ArraySlice<Hash256>, isWhole: Bool) -> [Hash256] {
        guard old < leaves.count else { return isWhole ? [] : [root(leaves)] }
        let half = split(leaves.count)
        let middle = leaves.startIndex + half
        return old <= half
            ? subproof(old, leaves[..<middle], isWhole: isWhole) + [root(leaves[middle...])]
            : subproof(old - half, leaves[middle...], isWhole: false) + [root(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var half = 1
        while half * 2 < count { half *= 2 }
        return half
    }
}

/// SplitMix64: the same seed gives the same numbers, so a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    mutating func hashes(_ count: Int) -> [Hash256] { (0..<count).map { _ in .leaf(of: bytes(8)) } }
}

/// Leaves that only depend on their index.
func invented(_ count: Int) -> [Hash256] { (0..<count).map { .leaf(of: Array("entry \($0)".utf8)) } }

func typed<Value, Failure: Error>(_ work: () throws(Failure) -> Value) -> Failure? {
    do {
        _ = try work()
        return nil
    } catch {
        return error
    }
}
