import Dispatch
import Foundation
import Synchronization

/// A few threads of their own for work that would stop Swift's cooperative pool.
final class WorkerThreads: Sendable {
    /// The queue was full.
    struct Busy: Error {}

    private final class Queue: Sendable {
        let waiting = Mutex<[@Sendable () -> Void]>([])
        let signal = DispatchSemaphore(value: 0)
    }

    private let queue = Queue()
    private let threads: Int
    private let queueLimit: Int

    init(_ name: String, threads: Int, queueLimit: Int) {
        self.threads = threads
        self.queueLimit = queueLimit
        for index in 0..<threads {
            let thread = Thread { [queue] in
                while true {
                    queue.signal.wait()
                    let job = queue.waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                    guard let job else { return }
                    job()
                }
            }
            thread.name = "\(name)-\(index)"
            thread.start()
        }
    }

    /// Jobs that wait are done first; then the threads end.
    deinit {
        for _ in 0..<threads { queue.signal.signal() }
    }

    /// Runs `work` on one of the threads, at most as many at once as there are threads.
    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async throws(Busy) -> Result {
        let result: Result? = await withCheckedContinuation { continuation in
            let taken = queue.waiting.withLock { waiting in
                guard waiting.count < queueLimit else { return false }
                waiting.append { continuation.resume(returning: work()) }
                return true
            }
            if taken { queue.signal.signal() } else { continuation.resume(returning: nil) }
        }
        guard let result else { throw Busy() }
        return result
    }
}
