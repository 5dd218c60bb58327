import Dispatch
import Foundation
import Glibc
import Synchronization

/// The jobs that wait for one thread, and that thread's life.
final class JobQueue: Sendable {
    struct Entry: Sendable {
        let job: UnownedJob
        /// Keeps the executor until the job has run.
        let executor: ThreadExecutor
    }

    private struct State {
        var jobs: [Entry] = []
        var thread: pthread_t?
        var isStarted = false
        var isAsleep = false
        var isShutDown = false
    }

    private enum Step {
        case run(Entry)
        case sleep
        case exit
    }

    private let name: String
    private let state = Mutex(State())
    private let alarm = DispatchSemaphore(value: 0)

    init(name: String) { self.name = name }

    var isCurrentThread: Bool {
        state.withLock { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    func append(_ entry: Entry) {
        let (mustStart, mustWake) = state.withLock { state in
            state.jobs.append(entry)
            defer {
                state.isStarted = true
                state.isAsleep = false
            }
            return (!state.isStarted, state.isAsleep)
        }
        if mustStart { start() }
        if mustWake { alarm.signal() }
    }

    func shutDown() {
        let mustWake = state.withLock { state in
            state.isShutDown = true
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustWake { alarm.signal() }
    }

    private func start() {
        Thread.detachNewThread { [self] in
            // Not `Thread.name`: it is lost when the thread runs before its creator has noted its handle.
            try? name.write(toFile: "/proc/thread-self/comm", atomically: false, encoding: .utf8)
            work()
        }
    }

    private func work() {
        state.withLock { $0.thread = pthread_self() }
        while true {
            switch next() {
            case .run(let entry): entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
            case .sleep: alarm.wait()
            case .exit: return
            }
        }
    }

    private func next() -> Step {
        state.withLock { state in
            if !state.jobs.isEmpty { return .run(state.jobs.removeFirst()) }
            if state.isShutDown {
                state.thread = nil
                state.isStarted = false
                return .exit
            }
            state.isAsleep = true
            return .sleep
        }
    }
}
