public import Foundation
import FoundationNetworking
public import Ledger
import Synchronization

/// Asks one witness to co-sign checkpoints (C2SP tlog-witness).
public struct WitnessClient: Sendable {
    /// The witness's submission prefix, below which `add-checkpoint` is.
    public let url: URL
    public let key: VerifierKey
    private let timeout: TimeInterval

    public init(url: URL, key: VerifierKey, timeout: TimeInterval = 10) {
        self.url = url
        self.key = key
        self.timeout = timeout
    }

    /// Gets a co-signature for a checkpoint.
    ///
    /// `lastSize` is the size that this witness signed last, 0 when that is not known; the witness says so when it is
    /// another, and is asked once more from there. `proof` makes the consistency proof from a size to the checkpoint.
    ///
    /// - Throws: `WitnessRefusal`, or what `proof` throws.
    public func cosign(
        _ note: SignedNote, lastSize: UInt64, proof: (UInt64) async throws -> ConsistencyProof
    ) async throws -> VerifiedSignature {
        let size = try Checkpoint(text: note.text).size
        do {
            return try await add(AddCheckpoint(try await proof(min(lastSize, size)), checkpoint: note))
        } catch WitnessRefusal.conflict(let known) {
            // A witness that has seen more than there is now has seen entries that are lost, or somebody else's log.
            guard known <= size else { throw WitnessRefusal.isAhead(of: size, at: known) }
            return try await add(AddCheckpoint(try await proof(known), checkpoint: note))
        }
    }

    /// Sends one request and checks the co-signature that comes back.
    public func add(_ request: AddCheckpoint) async throws(WitnessRefusal) -> VerifiedSignature {
        var message = URLRequest(url: url.appending(path: "add-checkpoint"))
        message.httpMethod = "POST"
        message.httpBody = Data(request.body.utf8)
        message.setValue("text/plain; charset=utf-8", forHTTPHeaderField: "Content-Type")
        let (status, body) = try await send(message)
        switch status {
        case 200: return try signature(in: body, of: request.checkpoint)
        case 403: throw .notAccepted(.logSignature, body)
        case 404: throw .notAccepted(.origin, body)
        case 409:
            guard let size = UInt64(body.trimmingCharacters(in: .newlines)) else { throw .forked(body) }
            throw .conflict(size)
        case 422: throw .forked(body)
        default: throw .notAccepted(.status(status), body)
        }
    }

    /// The lines of the answer are read as if they stood below the checkpoint; only this witness's own counts.
    private func signature(in body: String, of note: SignedNote) throws(WitnessRefusal) -> VerifiedSignature {
        guard let answered = try? SignedNote("\(note.text)\n\(body)"),
            let signature = try? answered.verify([key]).first
        else { throw .falseSignature(key.name) }
        return signature
    }

    /// Sends a request and waits no longer than the limit for the whole answer.
    private func send(_ request: URLRequest) async throws(WitnessRefusal) -> (Int, String) {
        do {
            return try await withThrowingTaskGroup(of: (Int, String).self) { group in
                defer { group.cancelAll() }
                group.addTask { try await Self.exchange(request) }
                group.addTask { [timeout] in
                    try await Task.sleep(for: .seconds(timeout))
                    throw URLError(.timedOut)
                }
                guard let answer = try await group.next() else { throw URLError(.unknown) }
                return answer
            }
        } catch let error as URLError where error.code == .timedOut {
            throw .unreachable("it did not answer within \(Int(timeout)) seconds")
        } catch {
            throw .unreachable(error.localizedDescription)
        }
    }

    private static func exchange(_ request: URLRequest) async throws -> (Int, String) {
        let running = Mutex<URLSessionDataTask?>(nil)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let task = URLSession.shared.dataTask(with: request) { data, response, error in
                    guard let response = response as? HTTPURLResponse else {
                        continuation.resume(throwing: error ?? URLError(.badServerResponse))
                        return
                    }
                    let text = String(decoding: (data ?? Data()).prefix(SignedNote.byteLimit), as: UTF8.self)
                    continuation.resume(returning: (response.statusCode, text))
                }
                running.withLock { $0 = task }
                task.resume()
                if Task.isCancelled { task.cancel() }
            }
        } onCancel: {
            running.withLock { $0?.cancel() }
        }
    }
}
