import Dispatch
public import Logging
public import Postgres

/// Writes to the log: the one way in, and one per server process.
///
/// Requests that wait while a call is under way go together in the next one, so throughput grows with load. It has a
/// connection of its own, whose thread does nothing else. Whoever gets an answer gets it after the commit.
///
/// `run()` works until `stop()` is called or its task is cancelled; both do what waits first.
public final class Appender: Sendable {
    /// Rings after each commit, for followers in this process.
    public let signal = LogSignal()

    private let configuration: PostgresConfiguration
    private let deadline: Duration
    private let logger: Logger
    private let queue: AppendQueue

    /// - Parameters:
    ///   - queueLimit: how many requests may wait before `append` answers `queueFull`.
    ///   - deadline: how long a request may wait for a database that does not answer.
    public init(
        configuration: PostgresConfiguration, queueLimit: Int = 4096, deadline: Duration = .seconds(15),
        logger: Logger = Logger(label: "appender")
    ) {
        self.configuration = configuration
        self.deadline = deadline
        self.logger = logger
        queue = AppendQueue(limit: queueLimit)
    }

    /// Appends a request's events and answers when they are durable.
    ///
    /// A request that has been taken is carried out even if its task is cancelled meanwhile.
    public func append(_ request: AppendRequest) async throws(AppendError) -> AppendOutcome {
        if let defect = request.defect { throw AppendError(.invalid, defect) }
        let answer = await withCheckedContinuation { continuation in
            let pending = PendingAppend(request, deadline: .now + deadline, continuation: continuation)
            if let error = queue.add(pending) { pending.answer(.failure(error)) }
        }
        return try answer.get()
    }

    /// Refuses new requests; `run()` returns when those that wait are done.
    public func stop() { queue.stop() }

    /// Connects, and connects again, until the appender is stopped and has nothing left to do.
    public func run() async {
        // A task of its own: a cancelled one would take its last statements down with it.
        let work = Task { await connectAndServe() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            stop()
        }
    }

    private func connectAndServe() async {
        var unfinished: AppendBatch?
        var pause = Duration.milliseconds(20)
        while unfinished != nil || !queue.isFinished {
            do {
                let connection = try await PostgresConnection.connect(configuration, logger: logger)
                let open = unfinished
                unfinished = try await connection.run { session in
                    AppendLoop(session: session, queue: queue, signal: signal, logger: logger).serve(open)
                }
                await connection.close()
                pause = .milliseconds(20)
                if unfinished == nil { return }
                logger.warning("the appender lost its connection; trying again")
            } catch {
                logger.warning("the appender cannot reach the database: \(error)")
            }
            giveUpExpired(&unfinished)
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
    }

    private func giveUpExpired(_ unfinished: inout AppendBatch?) {
        let now = ContinuousClock.now
        for pending in queue.removeExpired(at: now) {
            pending.answer(.failure(AppendError(.unavailable, "The database could not be reached in time.")))
        }
        guard let batch = unfinished else { return }
        for pending in batch.pending where pending.deadline <= now { pending.answer(.failure(batch.timeUp)) }
        unfinished?.pending.removeAll { $0.deadline <= now }
        if unfinished?.pending.isEmpty == true { unfinished = nil }
    }
}

extension AppendBatch {
    /// The error for a request whose time ran out.
    var timeUp: AppendError {
        mayBeDone
            ? AppendError(.outcomeUnknown, "The connection broke before the answer came; send the command again.")
            : AppendError(.unavailable, "The database could not be reached in time.")
    }
}
