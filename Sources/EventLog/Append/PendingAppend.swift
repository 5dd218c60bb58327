import Crypto
import EventModel
import Foundation
import Synchronization

/// A request that waits for its answer, with what the database needs besides it.
final class PendingAppend: Sendable {
    typealias Answer = Result<AppendOutcome, AppendError>

    /// The largest request that is taken at all.
    static let eventLimit = 20_000

    /// What two requests of one call may not share.
    enum Claim: Hashable {
        case stream(String, StreamID)
        case command(String, UUID)
    }

    let request: AppendRequest
    /// Every stream that is written or checked, each once.
    let streams: [StreamID]
    /// For each event, the index of its stream in `streams`.
    let streamOfEvent: [Int]
    /// 16 random bytes for each event, so that a digest says nothing about a short payload.
    let salts: [[UInt8]]
    /// SHA-256 of salt and payload: what is left of a payload that was destroyed by order.
    let digests: [[UInt8]]
    let byteCount: Int
    let deadline: ContinuousClock.Instant
    private let continuation: Mutex<CheckedContinuation<Answer, Never>?>

    init(
        _ request: AppendRequest, deadline: ContinuousClock.Instant, continuation: CheckedContinuation<Answer, Never>?
    ) {
        self.request = request
        self.deadline = deadline
        self.continuation = Mutex(continuation)
        var streams: [StreamID] = []
        var indexes: [StreamID: Int] = [:]
        func index(of stream: StreamID) -> Int {
            if let index = indexes[stream] { return index }
            indexes[stream] = streams.count
            streams.append(stream)
            return streams.count - 1
        }
        streamOfEvent = request.events.map { index(of: $0.stream) }
        for stream in request.expecting.keys { _ = index(of: stream) }
        self.streams = streams
        var generator = SystemRandomNumberGenerator()
        salts = request.events.map { _ in
            withUnsafeBytes(of: (generator.next(), generator.next())) { Array($0) }
        }
        digests = zip(request.events, salts).map { event, salt in
            var hash = SHA256()
            hash.update(data: salt)
            hash.update(data: event.payload)
            return Array(hash.finalize())
        }
        byteCount = request.events.reduce(0) { $0 + $1.payload.count + 200 }
    }

    var claims: [Claim] {
        [.command(request.jurisdiction, request.commandID)] + streams.map { .stream(request.jurisdiction, $0) }
    }

    /// Gives the caller its answer; only the first one counts.
    func answer(_ answer: Answer) {
        let waiting = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(returning: answer)
    }
}

extension AppendRequest {
    /// What is wrong with the request itself, if anything.
    var defect: String? {
        if events.isEmpty { return "A request needs at least one event." }
        if events.count > PendingAppend.eventLimit {
            return "A request may hold \(PendingAppend.eventLimit) events, not \(events.count)."
        }
        if jurisdiction.isEmpty { return "A request needs a jurisdiction." }
        if events.contains(where: { Int16(exactly: $0.schemaVersion) == nil }) { return "No such schema version." }
        return nil
    }
}
