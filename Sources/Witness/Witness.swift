public import Foundation
public import Ledger
import Threads

/// Co-signs checkpoints of logs of others, each only if it extends the last one that was signed (C2SP tlog-witness).
///
/// One thread looks up, decides, keeps and answers, so no two requests are decided on the same memory.
public actor Witness {
    private let key: SigningKey
    private let logs: [VerifierKey]
    private let store: WitnessStore
    private let now: @Sendable () -> Date
    private let executor = ThreadExecutor(name: "witness")

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public init(
        key: SigningKey, logs: [VerifierKey], store: WitnessStore, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.key = key
        self.logs = logs
        self.store = store
        self.now = now
    }

    /// What is answered over HTTP.
    public struct Answer: Hashable, Sendable {
        public var status: Int
        public var type = "text/plain; charset=utf-8"
        public var body: String
    }

    /// Answers an `add-checkpoint`.
    ///
    /// - Throws: `WitnessStoreError` when the checkpoint cannot be kept; then nothing is signed.
    public func answer(_ body: Data) throws -> Answer {
        let request: AddCheckpoint
        let claimed: Checkpoint
        do {
            guard let text = String(validating: body, as: UTF8.self) else {
                throw FormatError("request", "is not UTF-8")
            }
            request = try AddCheckpoint(text)
            claimed = try Checkpoint(text: request.checkpoint.text)
        } catch {
            return Answer(status: 400, body: "\(error)\n")
        }
        guard let log = logs.first(where: { $0.name.utf8.elementsEqual(claimed.origin.utf8) }) else {
            return Answer(status: 404, body: "This witness does not know a log of that origin.\n")
        }
        switch WitnessDecision(request, log: log, head: try store.head(of: log)) {
        case .sign(_, let checkpoint):
            try store.keep(request.checkpoint, of: log)
            return Answer(status: 200, body: try key.cosignature(of: checkpoint, at: now()).line)
        case .badRequest(let reason): return Answer(status: 400, body: "\(reason)\n")
        case .notSigned(let reason): return Answer(status: 403, body: "\(reason)\n")
        case .conflict(let size): return Answer(status: 409, type: "text/x.tlog.size", body: "\(size)\n")
        case .forked(let reason): return Answer(status: 422, body: "\(reason)\n")
        }
    }
}
