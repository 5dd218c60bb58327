import Crypto
public import Foundation

/// A SHA-256 value of 32 bytes: a leaf, a node, a root or a digest of stored bytes.
public struct Hash256: Hashable, Sendable {
    public static let byteCount = 32

    /// The bytes in memory order, so that an array of hashes is one block of memory without references.
    ///
    /// Not a SIMD vector: its alignment of 32 bytes is more than the memory of an asynchronous task has, and hashes
    /// that live across an `await` were written beyond it.
    private var words = Words()

    private struct Words: Hashable, Sendable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0
    }

    /// Reads exactly 32 bytes; answers `nil` for any other number.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    init(_ digest: SHA256.Digest) {
        withUnsafeMutableBytes(of: &words) { words in digest.withUnsafeBytes { words.copyMemory(from: $0) } }
    }

    /// The SHA-256 of the bytes as they are, with no prefix.
    public init(hashing bytes: some ContiguousBytes) {
        self = bytes.withUnsafeBytes { bytes in
            var hasher = SHA256()
            hasher.update(bufferPointer: bytes)
            return Hash256(hasher.finalize())
        }
    }

    /// The SHA-256 of bytes and more after them.
    init(hashing first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
        var hasher = SHA256()
        hasher.update(bufferPointer: first)
        hasher.update(bufferPointer: second)
        self.init(hasher.finalize())
    }

    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    public func append(to bytes: inout [UInt8]) {
        withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}

extension Hash256: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hexadecimal.text(bytes) }

    /// Standard Base 64 with padding, as checkpoints and proofs write hashes.
    public var base64: String { Base64.text(bytes) }

    /// Reads what `base64` writes and no other spelling of it.
    public init?(base64 text: some StringProtocol) {
        guard let data = Base64.bytes(text) else { return nil }
        self.init(data)
    }

    public var description: String { base64 }
}

/// The hashes of RFC 6962: a prefix byte keeps leaves and nodes apart.
extension Hash256 {
    /// The root of a tree without leaves: the SHA-256 of nothing.
    public static let emptyTree = Hash256(hashing: [UInt8]())

    /// SHA-256(0x00 ‖ entry).
    public static func leaf(of entry: some ContiguousBytes) -> Hash256 {
        entry.withUnsafeBytes { entry in
            var hasher = SHA256()
            Swift.withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
            hasher.update(bufferPointer: entry)
            return Hash256(hasher.finalize())
        }
    }

    /// SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: Hash256, _ right: Hash256) -> Hash256 {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 16) { block in
            block[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: block[1...]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: block[33...]).copyMemory(from: $0) }
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(block))
            return Hash256(hasher.finalize())
        }
    }
}
