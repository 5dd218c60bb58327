import CLibPQ
import Foundation
import Synchronization

/// Carries a task's cancellation to the statement that runs for it.
///
/// `PQcancel` blocks and opens a connection, so a thread made for the purpose calls it, again and again until the run
/// ends: the server ignores a request that arrives between two statements. A run ends under the lock that a request is
/// sent under, so a cancellation never reaches the next borrower's statement: when `PQcancel` returns, the server
/// process has been signalled, and it drops a signal that finds it idle.
final class Interruption: Sendable {
    private struct State {
        var run = 0
        var isRunning = false
        var isCancelled = false
        var isShielded = false
    }

    // Safe to share: PQcancel only reads the handle and is documented as safe from any thread; the handle is freed
    // in deinit, when no thread holds a reference.
    private nonisolated(unsafe) let handle: OpaquePointer
    /// Held for moments only, from any thread.
    private let state = Mutex(State())
    /// Held while a request is on its way; taken before `state`, and never on a cooperative thread.
    private let sending = Mutex(())
    let pipe: WakePipe

    init(connection: OpaquePointer) throws(PostgresError) {
        pipe = try WakePipe()
        guard let handle = PQgetCancel(connection) else {
            throw PostgresError(.connectionLost, message: "the connection broke while it was opened")
        }
        self.handle = handle
    }

    deinit { PQfreeCancel(handle) }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    var isShielded: Bool { state.withLock { $0.isShielded } }

    /// Begins a run that a ticket can cancel, perhaps has already.
    func begin(_ ticket: CancellationTicket) {
        let run = state.withLock { state in
            precondition(!state.isRunning, "a run began inside another")
            state = State(run: state.run + 1, isRunning: true)
            return state.run
        }
        ticket.attach { [self] in cancel(run) }
    }

    /// Ends a run; when it returns, no cancellation of that run can hit a statement.
    func end() {
        let wasCancelled = sending.withLock { _ in
            state.withLock { state in
                defer { state = State(run: state.run) }
                return state.isCancelled
            }
        }
        if wasCancelled { pipe.drain() }
    }

    /// Does clean-up that a cancellation must not hit, such as a rollback.
    func shielded<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let wasShielded = setShielded(true)
        defer { _ = setShielded(wasShielded) }
        return try body()
    }

    private func setShielded(_ isShielded: Bool) -> Bool {
        sending.withLock { _ in
            state.withLock { state in
                defer { state.isShielded = isShielded }
                return state.isShielded
            }
        }
    }

    /// Cancels a run, from any thread and without blocking.
    private func cancel(_ run: Int) {
        let isFirst = state.withLock { state in
            guard state.run == run, state.isRunning, !state.isCancelled else { return false }
            state.isCancelled = true
            return true
        }
        guard isFirst else { return }
        pipe.wake()
        Thread.detachNewThread { [self] in
            var pause = 0.005
            while request(for: run) {
                Thread.sleep(forTimeInterval: pause)
                pause = min(pause * 2, 0.5)
            }
        }
    }

    /// Cancels the statement that runs now, from the connection's own thread.
    func cancelNow() { sending.withLock { _ in send() } }

    /// Asks the server to cancel, and tells whether the run still goes on.
    private func request(for run: Int) -> Bool {
        sending.withLock { _ in
            let state = state.withLock { $0 }
            guard state.run == run, state.isRunning else { return false }
            if !state.isShielded { send() }
            return true
        }
    }

    private func send() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &message, Int32(message.count))  // a failure is tried again, or the socket is dead
    }
}
