import Crypto
import Foundation

/// What an Ed25519 key signs: a note's text itself, or a witness's dated statement about a checkpoint.
public enum SignatureKind: UInt8, Hashable, Sendable {
    case note = 0x01
    case cosignature = 0x04
}

/// A public key by which notes are checked, written `name+id+key` for exchange.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public let kind: SignatureKind
    /// 32 bytes.
    public let publicKey: [UInt8]
    public let id: UInt32

    init(name: String, kind: SignatureKind, publicKey: [UInt8]) {
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        let hash = Hash256(hashing: Array(name.utf8) + [UInt8(ascii: "\n"), kind.rawValue] + publicKey)
        id = hash.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads `name+id+key`; an id that does not belong to name and key is refused.
    public init(_ text: String) throws(FormatError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let key = Base64.bytes(Substring(parts[2])), key.count == 33,
            let kind = SignatureKind(rawValue: key[0]), KeyName.isValid(Substring(parts[0])),
            (try? Curve25519.Signing.PublicKey(rawRepresentation: key.dropFirst())) != nil
        else { throw FormatError("verifier key", "is not name+id+key with an Ed25519 key") }
        self.init(name: String(Substring(parts[0])), kind: kind, publicKey: Array(key.dropFirst()))
        guard Substring(parts[1]).utf8.elementsEqual(hexID.utf8) else {
            throw FormatError("verifier key", "has an id that is not of its name and key, which would be \(hexID)")
        }
    }

    public var description: String {
        "\(name)+\(hexID)+\(Base64.text([kind.rawValue] + publicKey))"
    }

    private var hexID: String { Hexadecimal.text(BigEndian.bytes(id)) }

    /// Whether a signature says that it was made with this key.
    func isNamed(in signature: NoteSignature) -> Bool {
        signature.keyID == id && KeyName.isSame(signature.keyName, name)
    }

    /// Whether this key made the signature over that text.
    func accepts(_ signature: NoteSignature, of text: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        switch kind {
        case .note:
            return signature.bytes.count == 64 && key.isValidSignature(signature.bytes, for: Data(text.utf8))
        case .cosignature:
            guard signature.bytes.count == 72 else { return false }
            let time = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard time <= Int64.max else { return false }
            return key.isValidSignature(
                signature.bytes.dropFirst(8), for: Data(Cosignature.message(text, time: time).utf8))
        }
    }
}

/// The statement of a witness: that it saw this checkpoint extend all it had seen, at that time (C2SP tlog-cosignature).
enum Cosignature {
    static func message(_ checkpoint: String, time: UInt64) -> String {
        "cosignature/v1\ntime \(time)\n\(checkpoint)"
    }
}
