import Foundation

/// Runs an actor's jobs one after another on a thread of its own, so that they may block.
///
/// The thread starts with the first job and ends when the executor is shut down or released. A job that comes after
/// the shutdown still runs, on a thread that lives just long enough: an actor never hangs on a call.
public final class ThreadExecutor: SerialExecutor {
    private let queue: JobQueue

    /// `name` is what the system shows for the thread; it keeps the first 15 bytes.
    public init(name: String) { queue = JobQueue(name: name) }

    deinit { queue.shutDown() }

    public func enqueue(_ job: consuming ExecutorJob) {
        queue.append(JobQueue.Entry(job: UnownedJob(job), executor: self))
    }

    /// Ends the thread once the jobs that wait are done.
    public func shutDown() { queue.shutDown() }

    public func isIsolatingCurrentContext() -> Bool? { queue.isCurrentThread }

    public func checkIsolated() {
        precondition(queue.isCurrentThread, "this code must run on its actor's own thread")
    }
}
