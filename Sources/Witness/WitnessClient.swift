public import Foundation
import FoundationNetworking
public import Ledger

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
        var message = URLRequest(url: url.appending(path: "add-checkpoint"), timeoutInterval: timeout)
        message.httpMethod = "POST"
        message.httpBody = Data(request.body.utf8)
        message.setValue("text/plain; charset=utf-8", forHTTPHeaderField: "Content-Type")
        let (status, body) = try await Self.send(message)
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

    private static func send(_ request: URLRequest) async throws(WitnessRefusal) -> (Int, String) {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                URLSession.shared.dataTask(with: request) { data, response, error in
                    guard let response = response as? HTTPURLResponse else {
                        continuation.resume(throwing: error ?? URLError(.badServerResponse))
                        return
                    }
                    let text = String(decoding: (data ?? Data()).prefix(SignedNote.byteLimit), as: UTF8.self)
                    continuation.resume(returning: (response.statusCode, text))
                }.resume()
            }
        } catch {
            throw .unreachable(error.localizedDescription)
        }
    }
}

/// Why a witness gave no co-signature.
public enum WitnessRefusal: Error, Hashable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case logSignature, origin
        case status(Int)
    }

    /// It did not answer; ask again later.
    case unreachable(String)
    /// Its last checkpoint has this size, and the proof began elsewhere.
    case conflict(UInt64)
    /// It has signed a larger size than the checkpoint has: entries were lost here, or the log is not alone.
    case isAhead(of: UInt64, at: UInt64)
    /// It says that the checkpoint does not extend what it signed: two histories were shown. Stop and look.
    case forked(String)
    /// It does not know the log or its key, or could not answer.
    case notAccepted(Reason, String)
    /// What it answered is not its co-signature.
    case falseSignature(String)

    public var description: String {
        switch self {
        case .unreachable(let reason): "The witness cannot be reached: \(reason)"
        case .conflict(let size): "The witness's last checkpoint has \(size) entries; the proof must begin there."
        case .isAhead(let size, let known):
            "The witness has signed \(known) entries, and this log has only \(size): published entries are lost."
        case .forked(let reason): "The witness refuses, for the log shows another history: \(Self.line(reason))"
        case .notAccepted(.logSignature, let reason): "The witness does not accept the log's key: \(Self.line(reason))"
        case .notAccepted(.origin, let reason): "The witness does not know this log: \(Self.line(reason))"
        case .notAccepted(.status(let status), let reason): "The witness answered \(status): \(Self.line(reason))"
        case .falseSignature(let name): "What the witness answered is not a co-signature of \(name)."
        }
    }

    private static func line(_ body: String) -> String { String(body.prefix { !$0.isNewline }.prefix(200)) }
}
