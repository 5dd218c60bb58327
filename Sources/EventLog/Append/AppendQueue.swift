import Dispatch
import Synchronization

/// The requests that wait for a lane's threads.
///
/// Callers that have just got their answers come back one by one with their next requests. Without a moment's wait the
/// first of them would have a call, and a flush, to itself, and all others would wait for it. So a thread waits for
/// half of those that seem to be about; the other half is under way on the other thread.
final class AppendQueue: Sendable {
    enum Next {
        case batch(AppendBatch)
        /// Nothing came before the time was up.
        case idle
        /// Nothing waits and nothing will come.
        case finished
    }

    private enum Step {
        case done(Next)
        case sleep(DispatchSemaphore, until: DispatchTime)
    }

    private struct Sleeper {
        let alarm: DispatchSemaphore
        /// How many must wait before it is woken.
        let wakesAt: Int
    }

    private struct State {
        var waiting: [PendingAppend] = []
        var isStopped = false
        var sleepers: [Sleeper] = []
        /// Requests that were taken and are not answered.
        var underWay = 0
        /// How many callers there seemed to be when a batch was last taken.
        var crowd = 1
        /// How long it pays to wait for them.
        var patience = DispatchTimeInterval.nanoseconds(0)

        /// How many make a batch that is not waited for any longer.
        var wanted: Int { isStopped ? 1 : min(max(1, crowd / 2), AppendBatch.requestLimit) }

        mutating func take() -> AppendBatch {
            crowd = waiting.count + underWay
            let batch = AppendBatch(from: &waiting)
            underWay += batch.pending.count
            return batch
        }

        /// The alarms to ring now; each sleeper is woken once.
        mutating func takeAlarms() -> [DispatchSemaphore] {
            if isStopped {
                defer { sleepers.removeAll() }
                return sleepers.map(\.alarm)
            }
            guard let index = sleepers.firstIndex(where: { $0.wakesAt <= waiting.count }) else { return [] }
            return [sleepers.remove(at: index).alarm]
        }

        mutating func sleep(until moment: DispatchTime, wakingAt count: Int) -> Step {
            let alarm = DispatchSemaphore(value: 0)
            sleepers.append(Sleeper(alarm: alarm, wakesAt: count))
            return .sleep(alarm, until: moment)
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    var isFinished: Bool { state.withLock { $0.isStopped && $0.waiting.isEmpty } }

    /// Puts a request at the end, or says why not.
    func add(_ pending: PendingAppend) -> AppendError? {
        let (error, alarms) = state.withLock { state -> (AppendError?, [DispatchSemaphore]) in
            if state.isStopped { return (AppendError(.stopped, "The server is shutting down."), []) }
            guard state.waiting.count < limit else {
                return (AppendError(.queueFull, "\(limit) requests wait.", retryAfter: .seconds(1)), [])
            }
            state.waiting.append(pending)
            return (nil, state.takeAlarms())
        }
        for alarm in alarms { alarm.signal() }
        return error
    }

    /// Refuses what comes from now on; what waits is still done.
    func stop() {
        let alarms = state.withLock { state in
            state.isStopped = true
            return state.takeAlarms()
        }
        for alarm in alarms { alarm.signal() }
    }

    /// Blocks the calling thread until there is a batch. Say `finish` when it is answered.
    func next(before moment: DispatchTime) -> Next {
        /// When those that wait have waited long enough for others.
        var patienceEnds: DispatchTime?
        while true {
            let step = state.withLock { state -> Step in
                let now = DispatchTime.now()
                if state.waiting.isEmpty {
                    patienceEnds = nil
                    if state.isStopped { return .done(.finished) }
                    if moment <= now { return .done(.idle) }
                    return state.sleep(until: moment, wakingAt: 1)
                }
                let end = patienceEnds ?? now + state.patience
                patienceEnds = end
                if state.waiting.count >= state.wanted || end <= now { return .done(.batch(state.take())) }
                return state.sleep(until: end, wakingAt: state.wanted)
            }
            switch step {
            case .done(let next): return next
            case .sleep(let alarm, let end):
                if alarm.wait(timeout: end) == .timedOut {
                    state.withLock { $0.sleepers.removeAll { $0.alarm === alarm } }
                }
            }
        }
    }

    /// Tells that a batch was answered, and how long that took.
    func finish(_ batch: AppendBatch, since start: DispatchTime) {
        state.withLock { state in
            state.underWay -= batch.pending.count
            state.patience = .nanoseconds(Int(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 4)
        }
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
