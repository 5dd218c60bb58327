import Foundation

/// Runs an actor's jobs one after another on a thread of its own, so that they may block.
///
/// The thread starts with the first job and ends when the executor is shut down or released. A job that comes after
/// the shutdown still runs, on a thread that lives just long enough: an actor never hangs on a call.
final class ThreadExecutor: SerialExecutor {
    private let queue: JobQueue

    init(name: String) { queue = JobQueue(name: name) }

    deinit { queue.shutDown() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.append(JobQueue.Entry(job: UnownedJob(job), executor: self))
    }

    /// Ends the thread once the jobs that wait are done.
    func shutDown() { queue.shutDown() }

    func isIsolatingCurrentContext() -> Bool? { queue.isCurrentThread }

    func checkIsolated() {
        precondition(queue.isCurrentThread, "this code must run on the connection's own thread")
    }
}
