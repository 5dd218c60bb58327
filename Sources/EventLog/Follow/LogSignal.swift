import Synchronization

/// A bell inside one process: tells subscribers which jurisdictions may have news.
///
/// A subscriber that is slow gets the union of what it missed, never a queue of it.
public final class LogSignal: Sendable {
    private struct State {
        var subscribers: [Int: AsyncStream<Set<String>>.Continuation] = [:]
        var nextID = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// A new subscription; it ends when its iterator is released or the task is cancelled.
    public func subscribe() -> AsyncStream<Set<String>> {
        let (stream, continuation) = AsyncStream.makeStream(of: Set<String>.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextID += 1
            state.subscribers[state.nextID] = continuation
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.subscribers.removeValue(forKey: id) }
        }
        return stream
    }

    /// Wakes every subscriber.
    public func announce(_ jurisdictions: Set<String>) {
        guard !jurisdictions.isEmpty else { return }
        let subscribers = state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers {
            var news = jurisdictions
            while case .dropped(let unread) = subscriber.yield(news), !unread.isSubset(of: news) {
                news.formUnion(unread)
            }
        }
    }
}
