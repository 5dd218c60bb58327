public import Ledger

/// A witness in another administration, which co-signs checkpoints that extend what it signed before.
public struct PublisherWitness: Sendable {
    /// Makes the consistency proof from a size to the checkpoint.
    public typealias Proof = @Sendable (UInt64) async throws -> ConsistencyProof

    /// The name of its key.
    public var name: String
    /// Asks for a co-signature; told the size that it signed last, as far as that is known.
    ///
    /// It throws a `PublisherProblem` when the witness has signed what the checkpoint does not extend.
    public var cosign:
        @Sendable (SignedNote, _ lastSize: UInt64, _ proof: @escaping Proof) async throws -> NoteSignature

    public init(
        name: String,
        cosign:
            @escaping @Sendable (SignedNote, _ lastSize: UInt64, _ proof: @escaping Proof) async throws
            -> NoteSignature
    ) {
        self.name = name
        self.cosign = cosign
    }
}
