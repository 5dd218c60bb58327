import Dispatch
public import Logging
public import Postgres

/// Writes to the log: the one way in, and one per server process.
///
/// Requests that wait while a call is under way go together in the next one, so throughput grows with load. Each lane has
/// two connections of its own, whose threads do nothing else; a jurisdiction always takes the same lane, so lanes never
/// wait for each other's locks. Whoever gets an answer gets it when the commit is flushed.
///
/// `run()` works until `stop()` is called or its task is cancelled; both do what waits first.
public final class Appender: Sendable {
    /// Rings after each commit, for followers in this process.
    public let signal = LogSignal()

    /// While one of a lane's calls is flushed, the next is carried out.
    private static let threads = 2

    private let configuration: PostgresConfiguration
    private let deadline: Duration
    private let logger: Logger
    private let lanes: [AppendQueue]

    /// - Parameters:
    ///   - queueLimit: how many requests may wait in a lane before `append` answers `queueFull`.
    ///   - lanes: how many pairs of connections; more pay where there are cores to spare and jurisdictions to share.
    ///   - deadline: how long a request may wait for a database that does not answer.
    public init(
        configuration: PostgresConfiguration, queueLimit: Int = 4096, lanes: Int = 2,
        deadline: Duration = .seconds(15), logger: Logger = Logger(label: "appender")
    ) {
        precondition(lanes > 0, "an appender needs at least one lane")
        var configuration = configuration
        // A call that hangs, behind another server's lock for one, must not outlive its callers' patience.
        configuration.statementTimeout = configuration.statementTimeout ?? deadline
        // The server keeps that time; one that is frozen or cut off does not.
        configuration.answerTimeout = min(configuration.answerTimeout ?? deadline * 2, deadline + .seconds(5))
        self.configuration = configuration
        self.deadline = deadline
        self.logger = logger
        self.lanes = (0..<lanes).map { _ in AppendQueue(limit: queueLimit) }
    }

    /// Appends a request's events and answers when they are durable.
    ///
    /// A request that has been taken is carried out even if its task is cancelled meanwhile.
    public func append(_ request: AppendRequest) async throws(AppendError) -> AppendOutcome {
        if let defect = request.defect { throw AppendError(.invalid, defect) }
        let answer = await withCheckedContinuation { continuation in
            let pending = PendingAppend(request, deadline: .now + deadline, continuation: continuation)
            if let error = lane(of: request.jurisdiction).add(pending) { pending.answer(.failure(error)) }
        }
        return try answer.get()
    }

    /// Refuses new requests; `run()` returns when those that wait are done.
    public func stop() {
        for queue in lanes { queue.stop() }
    }

    /// Connects, and connects again, until the appender is stopped and has nothing left to do.
    public func run() async {
        // Tasks of their own: a cancelled one would take its last statements down with it.
        let work = lanes.flatMap { queue in (0..<Self.threads).map { _ in Task { await connectAndServe(queue) } } }
        await withTaskCancellationHandler {
            for lane in work { await lane.value }
        } onCancel: {
            stop()
        }
    }

    /// The same for one jurisdiction as long as the process lives.
    private func lane(of jurisdiction: String) -> AppendQueue {
        lanes[Int(UInt(bitPattern: jurisdiction.hashValue) % UInt(lanes.count))]
    }

    private func connectAndServe(_ queue: AppendQueue) async {
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
            giveUpExpired(queue, &unfinished)
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
    }

    private func giveUpExpired(_ queue: AppendQueue, _ unfinished: inout AppendBatch?) {
        let now = ContinuousClock.now
        for pending in queue.removeExpired(at: now) {
            pending.answer(.failure(AppendError(.unavailable, "The database could not be reached in time.")))
        }
        unfinished?.dropExpired(at: now)
        if unfinished?.pending.isEmpty == true { unfinished = nil }
    }
}

extension AppendBatch {
    /// Gives up the requests whose time has run out.
    mutating func dropExpired(at now: ContinuousClock.Instant) {
        for pending in pending where pending.deadline <= now { pending.answer(.failure(timeUp)) }
        pending.removeAll { $0.deadline <= now }
    }

    /// The error for a request whose time ran out.
    var timeUp: AppendError {
        mayBeDone
            ? AppendError(.outcomeUnknown, "The connection broke before the answer came; send the command again.")
            : AppendError(.unavailable, "The database could not be reached in time.")
    }
}
