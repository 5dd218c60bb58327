public import Foundation

/// A text with signatures (C2SP signed-note). Nothing in the text counts before `verify` accepted it.
public struct SignedNote: Hashable, Sendable {
    /// The signed text, which ends with a newline.
    public let text: String
    public var signatures: [NoteSignature]

    /// Notes of more bytes are refused unread; sixteen post-quantum signatures fit.
    public static let byteLimit = 262_144

    /// Signs a text that ends with a newline.
    public init(_ text: String, by signer: SigningKey) throws(FormatError) {
        guard Self.isText(text) else {
            throw FormatError("text", "is not UTF-8 lines without control characters, each ended by a newline")
        }
        self.text = text
        signatures = [try signer.signature(of: text)]
    }

    public init(parsing bytes: some Sequence<UInt8>) throws(FormatError) {
        guard let whole = String(validating: Array(bytes), as: UTF8.self) else {
            throw FormatError("note", "is not UTF-8")
        }
        try self.init(whole)
    }

    /// Reads a note: its text, an empty line, and one signature line or more.
    public init(_ whole: String) throws(FormatError) {
        let bytes = Array(whole.utf8)
        guard bytes.count <= Self.byteLimit else { throw FormatError("note", "is longer than \(Self.byteLimit) bytes") }
        guard Self.isText(whole) else {
            throw FormatError("note", "has a control character or does not end with a newline")
        }
        let newline = UInt8(ascii: "\n")
        guard let gap = (1..<bytes.count).last(where: { bytes[$0] == newline && bytes[$0 - 1] == newline }), gap > 1
        else { throw FormatError("note", "has no empty line between text and signatures") }
        var lines = Lines(String(decoding: bytes[(gap + 1)...], as: UTF8.self))
        var signatures: [NoteSignature] = []
        while let line = lines.next() { signatures.append(try NoteSignature(line: line)) }
        guard !signatures.isEmpty else { throw FormatError("note", "has no signature") }
        text = String(decoding: bytes[..<gap], as: UTF8.self)
        self.signatures = signatures
    }

    /// The note as it is published.
    public var encoded: String { text + "\n" + signatures.map(\.line).joined() }

    /// Answers which of the trusted keys signed; signatures of other keys are left aside.
    ///
    /// - Throws: `NoteRefusal` when a trusted key's signature is bad, or none of the trusted keys signed.
    @discardableResult
    public func verify(_ trusted: [VerifierKey]) throws(NoteRefusal) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            guard let key = trusted.first(where: { $0.isNamed(in: signature) }) else { continue }
            guard key.accepts(signature, of: text) else { throw .badSignature(key.name) }
            verified.append(VerifiedSignature(key: key, signature: signature))
        }
        guard !verified.isEmpty else { throw .notSigned(trusted.map(\.name)) }
        return verified
    }

    private static func isText(_ text: String) -> Bool {
        text.utf8.last == UInt8(ascii: "\n") && text.utf8.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") }
    }
}

/// A signature that a trusted key made.
public struct VerifiedSignature: Hashable, Sendable {
    public let key: VerifierKey
    public let signature: NoteSignature

    /// When a witness says that it signed; `nil` for a plain signature, which says no time.
    public var time: Date? {
        guard key.kind == .cosignature else { return nil }
        let seconds = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Date(timeIntervalSince1970: Double(seconds))
    }
}
