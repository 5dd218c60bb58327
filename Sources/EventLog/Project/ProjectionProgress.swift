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
        /// Projections that failed here and are not run again, by jurisdiction.
        var stopped: [String: Set<String>] = [:]
        var waiters: [Int: Waiter] = [:]
        var nextID = 0

        func hasReached(_ position: Int64, in jurisdiction: String, by projections: Set<String>) -> Bool {
            projections.subtracting(stopped[jurisdiction] ?? []).allSatisfy {
                positions[jurisdiction]?[$0] ?? -1 >= position
            }
        }
    }

    private let state = Mutex(State())

    func isStopped(_ projection: String, in jurisdiction: String) -> Bool {
        state.withLock { $0.stopped[jurisdiction]?.contains(projection) ?? false }
    }

    func move(_ projections: some Sequence<String>, in jurisdiction: String, to position: Int64) {
        change(jurisdiction) { state in
            for projection in projections {
                state.positions[jurisdiction, default: [:]][projection] = position
            }
        }
    }

    func stop(_ projection: String, in jurisdiction: String) {
        change(jurisdiction) { $0.stopped[jurisdiction, default: []].insert(projection) }
    }

    func resume(_ projection: String, in jurisdiction: String) {
        change(jurisdiction) { $0.stopped[jurisdiction]?.remove(projection) }
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
