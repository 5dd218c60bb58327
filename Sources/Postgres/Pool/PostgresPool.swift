public import Logging
import Synchronization

/// Lends connections to many tasks, opening them when they are needed and replacing those that break.
///
/// Who waits is served in order of arrival. Connections that broke while idle are found before a closure begins, so a
/// server restart costs a wait, not an error; a closure that has begun is never run twice.
public final class PostgresPool: Sendable {
    let configuration: PostgresConfiguration
    let acquireTimeout: Duration
    let logger: Logger
    let backOff = BackOff()
    let state: Mutex<PoolState>
    let drained = Mutex<[CheckedContinuation<Void, Never>]>([])

    public init(
        _ configuration: PostgresConfiguration, size: Int = 8, acquireTimeout: Duration = .seconds(10),
        logger: Logger? = nil
    ) {
        precondition(size > 0, "a pool needs at least one connection")
        self.configuration = configuration
        self.acquireTimeout = acquireTimeout
        self.logger = logger ?? .silent
        state = Mutex(PoolState(size: size))
    }

    /// Runs a closure on a connection's own thread.
    ///
    /// It throws `.poolTimeout` when every connection stays lent out for the acquire time-out, and `.connectionFailed`
    /// when the server could not be reached in that time.
    public func run<Result: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result {
        try await run(within: acquireTimeout, body)
    }

    /// Runs a closure in a transaction: commits when it returns, rolls back when it throws.
    public func transaction<Result: Sendable>(
        _ options: PostgresTransactionOptions = .init(), _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result {
        try await run { session in try session.transaction(options, body) }
    }

    /// Returns once a connection has answered; throws when none did in time.
    public func waitUntilReady(timeout: Duration) async throws {
        try await run(within: timeout) { session in _ = try session.query("SELECT 1") }
    }

    /// Refuses new work, closes idle connections and waits until those that are lent out are back.
    public func close() async {
        let (connections, waiters) = state.withLock { $0.close() }
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closedError) }
        for connection in connections { await connection.close() }
        await withCheckedContinuation { continuation in
            drained.withLock { $0.append(continuation) }
            resumeIfDrained()
        }
    }

    /// How busy the pool is now.
    public var usage: PostgresPoolUsage {
        state.withLock { state in
            PostgresPoolUsage(
                open: state.open, idle: state.idle.count, waiting: state.waiters.count,
                lastFailure: state.lastFailure)
        }
    }

    private func run<Result: Sendable>(
        within time: Duration, _ body: @Sendable (PostgresSession) throws -> Result
    ) async throws -> Result {
        while true {
            let connection = try await acquire(within: time)
            do {
                let result = try await connection.runIfAlive(body)
                await giveBack(connection)
                if let result { return result }
            } catch {
                await giveBack(connection)
                throw error
            }
        }
    }

    static let closedError = PostgresError(.poolClosed, message: "the pool is closed")
}

/// How busy a pool is.
public struct PostgresPoolUsage: Sendable {
    /// Connections that exist, lent or idle.
    public let open: Int
    public let idle: Int
    /// Tasks that wait for a connection.
    public let waiting: Int
    /// Why the last try to connect failed; nil since one succeeded.
    public let lastFailure: PostgresError?
}
