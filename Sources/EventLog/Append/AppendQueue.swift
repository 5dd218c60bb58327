import Dispatch
import Synchronization

/// The requests that wait for the appender's thread.
final class AppendQueue: Sendable {
    enum Next {
        case batch(AppendBatch)
        /// Nothing came before the time was up.
        case idle
        /// Nothing waits and nothing will come.
        case finished
    }

    private struct State {
        var waiting: [PendingAppend] = []
        var isStopped = false
        /// How many must wait before the thread is woken; nil while it is awake.
        var wakesAt: Int?

        /// Tells whether the thread must be woken now, and forgets it.
        mutating func takeWake() -> Bool {
            guard let wakesAt, isStopped || waiting.count >= wakesAt else { return false }
            self.wakesAt = nil
            return true
        }
    }

    private let limit: Int
    private let state = Mutex(State())
    private let alarm = DispatchSemaphore(value: 0)

    init(limit: Int) { self.limit = limit }

    var isFinished: Bool { state.withLock { $0.isStopped && $0.waiting.isEmpty } }

    /// Puts a request at the end, or says why not.
    func add(_ pending: PendingAppend) -> AppendError? {
        let (error, mustWake) = state.withLock { state -> (AppendError?, Bool) in
            if state.isStopped { return (AppendError(.stopped, "The server is shutting down."), false) }
            guard state.waiting.count < limit else {
                return (AppendError(.queueFull, "\(limit) requests wait.", retryAfter: .seconds(1)), false)
            }
            state.waiting.append(pending)
            return (nil, state.takeWake())
        }
        if mustWake { alarm.signal() }
        return error
    }

    /// Refuses what comes from now on; what waits is still done.
    func stop() {
        let mustWake = state.withLock { state in
            state.isStopped = true
            return state.takeWake()
        }
        if mustWake { alarm.signal() }
    }

    /// Blocks the calling thread until something waits.
    func next(before moment: DispatchTime) -> Next {
        while true {
            let next = state.withLock { state -> Next? in
                if !state.waiting.isEmpty { return .batch(AppendBatch(from: &state.waiting)) }
                if state.isStopped { return .finished }
                state.wakesAt = 1
                return nil
            }
            if let next { return next }
            if alarm.wait(timeout: moment) == .timedOut { return .idle }
        }
    }

    /// Blocks the calling thread until so many wait, or the time is up.
    func linger(for count: Int, before moment: DispatchTime) {
        let mustWait = state.withLock { state in
            guard !state.isStopped, state.waiting.count < count else { return false }
            state.wakesAt = count
            return true
        }
        if mustWait { _ = alarm.wait(timeout: moment) }
    }

    /// Removes the requests whose time has run out.
    func removeExpired(at now: ContinuousClock.Instant) -> [PendingAppend] {
        state.withLock { state in
            let expired = state.waiting.filter { $0.deadline <= now }
            if !expired.isEmpty { state.waiting.removeAll { $0.deadline <= now } }
            return expired
        }
    }
}
