import Postgres
import TestSupport

/// Runs a test on one connection to a database of its own.
func withDatabase<Result: Sendable>(
    _ body: @Sendable (PostgresSession) throws -> Result
) async throws -> Result {
    try await withConnection { connection in try await connection.run(body) }
}

/// Runs a test with a connection to a database of its own.
func withConnection<Result: Sendable>(
    _ change: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresConnection) async throws -> Result
) async throws -> Result {
    var configuration = try await TestCluster.freshDatabase()
    change(&configuration)
    let connection = try await PostgresConnection.connect(configuration)
    do {
        let result = try await body(connection)
        await connection.close()
        return result
    } catch {
        await connection.close()
        throw error
    }
}

/// Runs a test with a pool on a database of its own.
func withPool<Result: Sendable>(
    size: Int = 2, acquireTimeout: Duration = .seconds(20), _ body: (PostgresPool) async throws -> Result
) async throws -> Result {
    let pool = PostgresPool(try await TestCluster.freshDatabase(), size: size, acquireTimeout: acquireTimeout)
    do {
        let result = try await body(pool)
        await pool.close()
        return result
    } catch {
        await pool.close()
        throw error
    }
}

/// Waits until a condition holds, for as long as the test's own time limit allows.
func until(_ condition: () async throws -> Bool) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(5)) }
}

/// How many statements containing a text run on the server now.
func running(_ text: String, by observer: PostgresConnection) async throws -> Int {
    try await observer.run { session in
        try session.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE \("%\(text)%")
            """)[0].get(0)
    }
}
