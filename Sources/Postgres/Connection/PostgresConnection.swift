import CLibPQ
public import Logging
import Synchronization
import Threads

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
    public nonisolated func run<Result: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result {
        let ticket = CancellationTicket()
        return try await withTaskCancellationHandler {
            try await perform(ticket, body)
        } onCancel: {
            ticket.cancel()
        }
    }

    /// Runs a closure unless the connection broke while it was idle: then it gives nil and the closure has not begun.
    nonisolated func runIfAlive<Result: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result? {
        let ticket = CancellationTicket()
        return try await withTaskCancellationHandler {
            try await performIfAlive(ticket, body)
        } onCancel: {
            ticket.cancel()
        }
    }

    /// Synchronous, so that no other call can come between the beginning of a run and its end.
    private func perform<Result>(
        _ ticket: CancellationTicket, _ body: @Sendable (PostgresSession) throws -> Result
    ) throws -> Result {
        assertIsolated()
        guard let session else { throw PostgresError(.usage, message: "the connection is closed") }
        session.interruption.begin(ticket)
        defer { settle(session) }
        return try body(session)
    }

    private func performIfAlive<Result>(
        _ ticket: CancellationTicket, _ body: @Sendable (PostgresSession) throws -> Result
    ) throws -> Result? {
        guard let session, session.isAlive() else {
            isUsable.store(false, ordering: .releasing)
            return nil
        }
        defer { forgetChannels() }
        return try perform(ticket, body)
    }

    private func settle(_ session: PostgresSession) {
        session.settle()
        session.interruption.end()
        isUsable.store(session.isHealthy, ordering: .releasing)
    }

    /// Ends the subscriptions of a run on a pooled connection, so that the next borrower has none.
    private func forgetChannels() {
        guard let session, session.isListening else { return }
        do throws(PostgresError) {
            try session.unlisten()
        } catch {
            close()
        }
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
