import Synchronization

/// How far this process knows each projection to be, and who waits for it.
final class ProjectionProgress: Sendable {
    private struct Waiter {
        let jurisdiction: String
        let position: Int64
        let projections: Set<String>
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        /// Positions by jurisdiction, then by projection.
        var positions: [String: [String: Int64]] = [:]
        /// Projections that stand before an event that they cannot read, by jurisdiction.
        var stops: [String: [String: Stop]] = [:]
        var waiters: [Int: Waiter] = [:]
        var nextID = 0

        func hasReached(_ position: Int64, in jurisdiction: String, by projections: Set<String>) -> Bool {
            projections.allSatisfy {
                stops[jurisdiction]?[$0] != nil || positions[jurisdiction]?[$0] ?? -1 >= position
            }
        }

        /// Whoever has passed the event that stopped it goes on.
        mutating func move(_ projection: String, in jurisdiction: String, to position: Int64) {
            positions[jurisdiction, default: [:]][projection] = position
            guard let stop = stops[jurisdiction]?[projection], stop.position <= position else { return }
            stops[jurisdiction]?[projection] = nil
        }
    }

    private let state = Mutex(State())

    func stop(of projection: String, in jurisdiction: String) -> Stop? {
        state.withLock { $0.stops[jurisdiction]?[projection] }
    }

    /// The jurisdictions where a stopped projection should look at its event again.
    func jurisdictionsDue(at now: ContinuousClock.Instant) -> Set<String> {
        state.withLock { state in Set(state.stops.filter { $0.value.values.contains { $0.isDue(at: now) } }.keys) }
    }

    func move(_ projection: String, in jurisdiction: String, to position: Int64) {
        change(jurisdiction) { $0.move(projection, in: jurisdiction, to: position) }
    }

    func stop(_ projection: String, in jurisdiction: String, at position: Int64, pace: RetryPace) {
        change(jurisdiction) { state in
            let earlier = state.stops[jurisdiction]?[projection]
            state.stops[jurisdiction, default: [:]][projection] = Stop(at: position, after: earlier, pace: pace)
        }
    }

    /// Returns true once all of the projections that have not stopped are there, false when the task is cancelled.
    func reach(_ position: Int64, in jurisdiction: String, by projections: Set<String>) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.hasReached(position, in: jurisdiction, by: projections) { return true }
                    if Task.isCancelled { return false }
                    state.waiters[id] = Waiter(
                        jurisdiction: jurisdiction, position: position, projections: projections,
                        continuation: continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.continuation.resume(returning: false)
        }
    }

    private func change(_ jurisdiction: String, _ body: (inout State) -> Void) {
        let done = state.withLock { state in
            body(&state)
            let done = state.waiters.filter { _, waiter in
                waiter.jurisdiction == jurisdiction
                    && state.hasReached(waiter.position, in: jurisdiction, by: waiter.projections)
            }
            for id in done.keys { state.waiters[id] = nil }
            return done.values.map(\.continuation)
        }
        for continuation in done { continuation.resume(returning: true) }
    }
}
