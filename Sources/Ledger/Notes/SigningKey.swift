import Crypto
public import Foundation

/// A private Ed25519 key with the name that it signs under.
///
/// Its written form, `PRIVATE+KEY+name+id+key`, is the one that Go's `sumdb/note` reads. It has no description, so
/// that no log line can carry it.
public struct SigningKey: Sendable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    public var name: String { verifier.name }

    /// Makes a new key.
    public init(name: String, kind: SignatureKind = .note) throws(FormatError) {
        try self.init(name: name, kind: kind, key: Curve25519.Signing.PrivateKey())
    }

    /// Makes the key of a secret of 32 bytes, the same every time.
    public init(name: String, kind: SignatureKind = .note, seed: some ContiguousBytes) throws(FormatError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw FormatError("secret of a signing key", "has not 32 bytes")
        }
        try self.init(name: name, kind: kind, key: key)
    }

    private init(name: String, kind: SignatureKind, key: Curve25519.Signing.PrivateKey) throws(FormatError) {
        guard KeyName.isValid(name) else {
            throw FormatError("name of a signing key", "is empty or has a space, a plus sign or a control character")
        }
        verifier = VerifierKey(name: name, kind: kind, publicKey: Array(key.publicKey.rawRepresentation))
        self.key = key
    }

    /// Reads `PRIVATE+KEY+name+id+key`.
    public init(_ text: String) throws(FormatError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 4, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", let secret = Base64.bytes(parts[4]),
            secret.count == 33, let kind = SignatureKind(rawValue: secret[0])
        else { throw FormatError("signing key", "is not PRIVATE+KEY+name+id+key with an Ed25519 key") }
        try self.init(name: parts[2], kind: kind, seed: Array(secret.dropFirst()))
        guard parts[3] == Hexadecimal.text(BigEndian.bytes(verifier.id)) else {
            throw FormatError("signing key", "has an id that is not of its name and key")
        }
    }

    /// The written form, for a file that only its owner may read.
    public var secretText: String {
        let secret = Base64.text([verifier.kind.rawValue] + key.rawRepresentation)
        return "PRIVATE+KEY+\(name)+\(Hexadecimal.text(BigEndian.bytes(verifier.id)))+\(secret)"
    }

    /// Signs a note's text as it is.
    public func signature(of text: String) throws(FormatError) -> NoteSignature {
        guard verifier.kind == .note else {
            throw FormatError("signing key", "of \(name) is a witness's, which signs checkpoints with a time only")
        }
        return try sign(text, prefix: [])
    }

    /// Signs a checkpoint's text as a witness does, with the time of signing.
    public func cosignature(of checkpoint: Checkpoint, at time: Date) throws(FormatError) -> NoteSignature {
        guard verifier.kind == .cosignature, let seconds = UInt64(exactly: time.timeIntervalSince1970.rounded(.down))
        else { throw FormatError("signing key", "of \(name) is not a witness's, or the time is before 1970") }
        return try sign(Cosignature.message(checkpoint.text, time: seconds), prefix: BigEndian.bytes(seconds))
    }

    private func sign(_ message: String, prefix: [UInt8]) throws(FormatError) -> NoteSignature {
        guard let signature = try? key.signature(for: Data(message.utf8)) else {
            throw FormatError("signing key", "of \(name) cannot sign")
        }
        return NoteSignature(keyName: name, keyID: verifier.id, bytes: prefix + signature)
    }
}
