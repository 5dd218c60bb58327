import Synchronization

extension PostgresPool {
    /// Gives an idle connection at once, or waits in line for one.
    func acquire(within time: Duration) async throws -> PostgresConnection {
        let (idle, isClosed) = state.withLock { ($0.takeIdle(), $0.isClosed) }
        if let idle { return idle }
        guard !isClosed else { throw Self.closedError }
        let id = state.withLock { $0.nextID() }
        let alarm = Task {
            try await Task.sleep(for: time)
            refuse(id) { Self.timeoutError(time, $0) }
        }
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(PoolState.Waiter(id: id, continuation: continuation))
                if Task.isCancelled { refuse(id) { _ in Self.cancelledError } }
            }
        } onCancel: {
            refuse(id) { _ in Self.cancelledError }
        }
    }

    /// Takes a connection back, for the next in line or for later.
    func giveBack(_ connection: PostgresConnection) async {
        switch state.withLock({ $0.giveBack(connection, isHealthy: connection.wasHealthy) }) {
        case .keep: break
        case .hand(let waiter): waiter.continuation.resume(returning: connection)
        case .close:
            await connection.close()
            resumeIfDrained()
            startOpeners()
        }
    }

    func resumeIfDrained() {
        guard state.withLock({ $0.isClosed && $0.open == 0 }) else { return }
        let waiting = drained.withLock { list in
            defer { list = [] }
            return list
        }
        for continuation in waiting { continuation.resume() }
    }

    private func enqueue(_ waiter: PoolState.Waiter) {
        enum Step { case wait, refuse, lend(PostgresConnection) }
        let step: Step = state.withLock { state in
            if state.isClosed { return .refuse }
            // One may have come back since the first look.
            if let idle = state.takeIdle() { return .lend(idle) }
            state.enqueue(waiter)
            return .wait
        }
        switch step {
        case .wait: startOpeners()
        case .refuse: waiter.continuation.resume(throwing: Self.closedError)
        case .lend(let connection): waiter.continuation.resume(returning: connection)
        }
    }

    private func refuse(_ id: Int, because reason: (PoolState) -> PostgresError) {
        let (waiter, error) = state.withLock { ($0.removeWaiter(id), reason($0)) }
        waiter?.continuation.resume(throwing: error)
    }

    private static func timeoutError(_ time: Duration, _ state: PoolState) -> PostgresError {
        if let failure = state.lastFailure { return failure.recoded(.connectionFailed) }
        guard state.open > 0 else {
            return PostgresError(.connectionFailed, message: "the server did not answer within \(time)")
        }
        return PostgresError(.poolTimeout, message: "no connection came free within \(time)")
    }

    private static let cancelledError = PostgresError(
        .cancelled, message: "the task was cancelled while it waited for a connection")
}
