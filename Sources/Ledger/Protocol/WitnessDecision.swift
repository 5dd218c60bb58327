/// What a witness remembers of a log: the last checkpoint that it signed.
public struct WitnessedHead: Hashable, Sendable {
    public var size: UInt64
    public var root: Hash256

    public init(size: UInt64, root: Hash256) {
        self.size = size
        self.root = root
    }

    /// What a witness knows of a log that it never signed for.
    public static let none = WitnessedHead(size: 0, root: .emptyTree)
}

/// How a witness answers a request, before anything is kept or signed.
public enum WitnessDecision: Hashable, Sendable {
    /// Keep this head, then sign this checkpoint.
    case sign(WitnessedHead, Checkpoint)
    /// 400: the request cannot be read, or its old size is above the new one.
    case badRequest(String)
    /// 403: the log's own signature is missing or false.
    case notSigned(String)
    /// 409: the proof begins elsewhere than at what was signed last, which had this size.
    case conflict(UInt64)
    /// 422: the proof does not hold, or one size has two roots: the log shows two histories.
    case forked(String)

    /// Decides on a request about the log of that key, of which `head` is the last known.
    public init(_ request: AddCheckpoint, log: VerifierKey, head: WitnessedHead) {
        let checkpoint: Checkpoint
        do {
            checkpoint = try request.checkpoint.checkpoint(of: log)
        } catch {
            self = error is NoteRefusal ? .notSigned("\(error)") : .badRequest("\(error)")
            return
        }
        guard request.oldSize <= checkpoint.size else {
            self = .badRequest("The old size \(request.oldSize) is above the checkpoint's, \(checkpoint.size).")
            return
        }
        guard request.oldSize == head.size else {
            self = .conflict(head.size)
            return
        }
        do {
            try ConsistencyProof(oldSize: head.size, newSize: checkpoint.size, hashes: request.proof)
                .verify(oldRoot: head.root, newRoot: checkpoint.root)
            self = .sign(WitnessedHead(size: checkpoint.size, root: checkpoint.root), checkpoint)
        } catch {
            self = .forked("\(error)")
        }
    }
}
