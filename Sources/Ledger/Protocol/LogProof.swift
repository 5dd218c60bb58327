/// A proof for one entry that needs nothing else to be checked: place, hashes and checkpoint (C2SP tlog-proof).
public struct LogProof: Hashable, Sendable {
    public let index: UInt64
    public let hashes: [Hash256]
    public let checkpoint: SignedNote
    /// Data beside the proof that nobody vouches for.
    public let extra: [UInt8]?

    private static let header = "c2sp.org/tlog-proof@v1"

    public init(_ proof: InclusionProof, checkpoint: SignedNote, extra: [UInt8]? = nil) {
        index = proof.index
        hashes = proof.hashes
        self.checkpoint = checkpoint
        self.extra = extra
    }

    public init(_ text: String) throws(FormatError) {
        var lines = Lines(text)
        guard let first = lines.next(), first.utf8.elementsEqual(Self.header.utf8) else {
            throw FormatError("proof", "does not begin with \(Self.header)")
        }
        var line = lines.next()
        if let text = line, let value = Self.value(of: "extra", in: text) {
            guard let bytes = Base64.bytes(value) else { throw FormatError("proof", "has extra data not in Base 64") }
            extra = bytes
            line = lines.next()
        } else {
            extra = nil
        }
        guard let text = line, let index = Self.value(of: "index", in: text).flatMap(Decimal64.value) else {
            throw FormatError("proof", "has no line with the index")
        }
        self.index = index
        hashes = try HashLines.read(&lines, of: "proof")
        checkpoint = try SignedNote(lines.remainder)
    }

    public var text: String {
        let extra = extra.map { "extra \(Base64.text($0))\n" } ?? ""
        return "\(Self.header)\n\(extra)index \(index)\n\(HashLines.text(hashes))\n\(checkpoint.encoded)"
    }

    /// Checks that the log signed a checkpoint over this entry, and that enough witnesses did too.
    ///
    /// - Throws: `FormatError`, `NoteRefusal` or `ProofRefusal`.
    @discardableResult
    public func verify(
        entry: [UInt8], log: VerifierKey, witnesses: [VerifierKey] = [], quorum: Int = 0
    ) throws -> Checkpoint {
        let checkpoint = try self.checkpoint.checkpoint(of: log)
        if quorum > 0 {
            let signed = Set(try self.checkpoint.verify(witnesses).map(\.key))
            guard signed.count >= quorum else {
                throw NoteRefusal.tooFewWitnesses(signed: signed.count, needed: quorum)
            }
        }
        try InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
            .verify(leaf: .leaf(of: entry), root: checkpoint.root)
        return checkpoint
    }

    private static func value(of name: String, in line: Substring) -> Substring? {
        line.utf8.starts(with: "\(name) ".utf8) ? Substring(line.utf8.dropFirst(name.utf8.count + 1)) : nil
    }
}
