import EmbeddedPostgres
import Foundation
import Glibc
import Logging
import Postgres
import TestSupport
import Testing

@Suite("Crashes of the embedded cluster", .timeLimit(.minutes(2)))
struct CrashTests {
    @Test("A server that was killed starts again with all that was committed")
    func killedServer() async throws {
        let directory = try TestCluster.makeDirectory()
        let first = try await start(directory)
        try await execute(first, "CREATE TABLE t AS SELECT 7 AS a")
        kill(try #require(first.processID), SIGKILL)

        let second = try await start(directory)
        #expect(try await ask(second, "SELECT a FROM t") == Int32(7))
        try await second.stop()
        try await first.stop()
        #expect(second.processID == nil)
    }

    @Test("A supervised server that was killed comes back by itself")
    func supervised() async throws {
        let cluster = try await start(try TestCluster.makeDirectory())
        let process = try #require(cluster.processID)
        let supervisor = Task { await cluster.supervise(every: .milliseconds(20)) }
        kill(process, SIGKILL)
        let pool = PostgresPool(PostgresConfiguration(cluster.connectionString), acquireTimeout: .seconds(60))
        try await pool.waitUntilReady(timeout: .seconds(60))
        #expect(cluster.processID != process)
        await pool.close()
        supervisor.cancel()
        await supervisor.value
        try await cluster.stop()
        try await cluster.ensureRunning()
        #expect(cluster.processID == nil, "a stopped cluster stays stopped")
    }

    @Test("A server outlives the kill -9 of its owner, and who comes next takes it over")
    func killedOwner() async throws {
        let directory = try TestCluster.makeDirectory()
        await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
            let cluster = try await start(directory)
            try await execute(cluster, "CREATE TABLE t AS SELECT 7 AS a")
            raise(SIGKILL)
        }
        let heir = try await start(directory)
        #expect(heir.owned)
        #expect(try await ask(heir, "SELECT a FROM t") == Int32(7))
        #expect(
            try await ask(heir, "SELECT pg_postmaster_start_time() < now() - interval '1 ms'") == true,
            "it is the same server")
        let guest = try await start(directory)
        #expect(!guest.owned)
        try await guest.stop()
        try await heir.stop()
        #expect(heir.processID == nil)
    }

    @Test("An owner that was killed while others used the server leaves it to them")
    func killedOwnerWithGuests() async throws {
        let directory = try TestCluster.makeDirectory()
        let first = try await start(directory)
        try await first.stop()
        await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
            _ = try await start(directory)
            raise(SIGKILL)
        }
        let heir = try await start(directory)
        let guest = try await start(directory)
        try await heir.stop()
        #expect(try await ask(guest, "SELECT 1") == Int32(1))
        try await guest.stop()
        #expect(guest.processID == nil)
    }
}
