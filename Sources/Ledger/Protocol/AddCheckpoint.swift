/// The body of `add-checkpoint`: a checkpoint, and the proof that it extends the last one (C2SP tlog-witness).
public struct AddCheckpoint: Hashable, Sendable {
    public let oldSize: UInt64
    public let proof: [Hash256]
    public let checkpoint: SignedNote

    public init(_ proof: ConsistencyProof, checkpoint: SignedNote) {
        oldSize = proof.oldSize
        self.proof = proof.hashes
        self.checkpoint = checkpoint
    }

    public init(_ body: String) throws(FormatError) {
        var lines = Lines(body)
        guard let first = lines.next(), first.utf8.starts(with: "old ".utf8),
            let size = Decimal64.value(Substring(first.utf8.dropFirst(4)))
        else { throw FormatError("request", "does not begin with a line of old and a size") }
        oldSize = size
        proof = try HashLines.read(&lines, of: "request")
        checkpoint = try SignedNote(lines.remainder)
    }

    public var body: String { "old \(oldSize)\n\(HashLines.text(proof))\n\(checkpoint.encoded)" }
}
