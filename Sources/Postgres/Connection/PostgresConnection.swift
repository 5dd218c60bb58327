import CLibPQ
public import Logging
import Synchronization

/// One connection to a server: an actor on a thread of its own, where blocking is allowed.
///
/// Work is a synchronous closure, so nothing else can come between its statements. Cancelling the task that runs it
/// cancels the statement on the server and throws `.cancelled`. Close a connection when it is no longer needed;
/// releasing the last reference closes it too.
public actor PostgresConnection {
    private nonisolated let executor: ThreadExecutor
    private nonisolated let isUsable = Atomic(false)
    private var session: PostgresSession?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init() { executor = ThreadExecutor(name: "postgres") }

    /// Opens a connection.
    public static func connect(
        _ configuration: PostgresConfiguration, logger: Logger? = nil
    ) async throws(PostgresError) -> PostgresConnection {
        let connection = PostgresConnection()
        do throws(PostgresError) {
            try await connection.open(configuration, logger: logger ?? .silent)
        } catch {
            await connection.close()
            throw error
        }
        guard !Task.isCancelled else {
            await connection.close()
            throw PostgresError(.cancelled, message: "the task was cancelled while it connected")
        }
        return connection
    }

    private func open(_ configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) {
        session = try PostgresSession(opening: configuration, logger: logger)
        isUsable.store(true, ordering: .releasing)
    }

    /// Runs a closure on the connection's own thread.
    ///
    /// The session is good only inside the closure. A transaction that the closure leaves open is rolled back.
    public func run<Result: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result {
        guard let session else { throw PostgresError(.usage, message: "the connection is closed") }
        let interruption = session.interruption
        let run = interruption.begin()
        defer { settle(session) }
        return try await withTaskCancellationHandler {
            try body(session)
        } onCancel: {
            interruption.cancel(run)
        }
    }

    /// Runs a closure unless the connection broke while it was idle, in which case the closure has not begun.
    func runIfAlive<Result: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result? {
        guard let session, session.isAlive() else {
            isUsable.store(false, ordering: .releasing)
            return nil
        }
        return try await run(body)
    }

    private func settle(_ session: PostgresSession) {
        session.settle()
        session.interruption.end()
        isUsable.store(session.isHealthy, ordering: .releasing)
    }

    /// Closes the connection and ends its thread; closing twice does nothing.
    public func close() {
        isUsable.store(false, ordering: .releasing)
        session = nil
        executor.shutDown()
    }

    /// True while the connection is open and not known to be broken.
    public var isHealthy: Bool { session?.isHealthy ?? false }

    /// What the last run left, readable from anywhere.
    nonisolated var wasHealthy: Bool { isUsable.load(ordering: .acquiring) }
}

extension Logger {
    static var silent: Logger { Logger(label: "postgres", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
