import EmbeddedPostgres
import Logging
import TestSupport
import Testing

@testable import Postgres

@Suite("Reconnecting", .timeLimit(.minutes(2)))
struct ReconnectTests {
    private static func start(_ directory: String) async throws -> EmbeddedCluster {
        try await EmbeddedCluster.start(dataDirectory: directory, logger: .init(label: "test"))
    }

    @Test("A pool waits out a server restart and works again")
    func restart() async throws {
        let directory = try TestCluster.makeDirectory()
        let first = try await Self.start(directory)
        let pool = PostgresPool(PostgresConfiguration(first.connectionString), size: 2, acquireTimeout: .seconds(60))
        try await pool.run { try $0.execute(script: "CREATE TABLE t (a int8); INSERT INTO t VALUES (1)") }
        try await first.stop()

        let waiting = Task { try await pool.run { try $0.query("SELECT a FROM t").count } }
        try await until { pool.usage.lastFailure != nil }
        let second = try await Self.start(directory)
        #expect(try await waiting.value == 1)
        #expect(pool.usage.lastFailure == nil)
        await pool.close()
        try await second.stop()
    }

    @Test("A server that is not there is a failed connection, within the acquire time-out")
    func absent() async throws {
        let configuration = PostgresConfiguration("host=/nonexistent dbname=x user=x")
        let pool = PostgresPool(configuration, size: 2, acquireTimeout: .milliseconds(300))
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) { try await pool.run { _ in } }
            #expect(error?.code == .connectionFailed)
        }
        await #expect(throws: PostgresError.self) { try await pool.waitUntilReady(timeout: .milliseconds(100)) }
        await pool.close()
    }

    @Test("The waits between tries double, stay bounded and are spread")
    func backOff() {
        let backOff = BackOff()
        #expect(backOff.delay(afterFailures: 1, random: 1) == .milliseconds(50))
        #expect(backOff.delay(afterFailures: 1, random: 0) == .milliseconds(25))
        #expect(backOff.delay(afterFailures: 4, random: 1) == .milliseconds(400))
        #expect(backOff.delay(afterFailures: 1_000, random: 1) == .seconds(2))
    }
}
