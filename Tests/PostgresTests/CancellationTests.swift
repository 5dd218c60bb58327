import Postgres
import Testing

@Suite("Cancellation", .timeLimit(.minutes(5)))
struct CancellationTests {
    @Test("Cancelling the task cancels the statement on the server, and the connection stays good")
    func statement() async throws {
        try await withConnection { connection async throws in
            try await withConnection { observer async throws in
                let work = Task {
                    try await connection.run { _ = try $0.query("SELECT pg_sleep(50) /* cancel me */") }
                }
                try await until { try await running("cancel me", by: observer) == 1 }
                work.cancel()
                let error = await #expect(throws: PostgresError.self) { try await work.value }
                #expect(error?.code == .cancelled)
                #expect(error?.sqlState == .queryCanceled)
                #expect(try await running("cancel me", by: observer) == 0)
                #expect(try await connection.run { try $0.query("SELECT 1").count } == 1)
            }
        }
    }

    @Test("A task that is cancelled already sends nothing")
    func before() async throws {
        try await withConnection { connection async throws in
            let work = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await connection.run { _ = try $0.query("SELECT pg_sleep(50)") }
            }
            let error = await #expect(throws: PostgresError.self) { try await work.value }
            #expect(error?.code == .cancelled)
            #expect(error?.sqlState == nil)
        }
    }

    @Test("A cancelled transaction rolls back")
    func transaction() async throws {
        try await withPool(size: 2) { pool async throws in
            try await pool.run { try $0.execute(script: "CREATE TABLE t (a int8)") }
            let hasInserted = Shared(false)
            let work = Task {
                try await pool.transaction { session throws in
                    try session.query("INSERT INTO t VALUES (1)")
                    hasInserted.withLock { $0 = true }
                    try session.query("SELECT pg_sleep(50)")
                }
            }
            try await until { hasInserted.withLock { $0 } }
            work.cancel()
            await #expect(throws: PostgresError.self) { try await work.value }
            #expect(try await pool.run { try $0.query("SELECT * FROM t").count } == 0)
            #expect(pool.usage.open <= 2)
        }
    }

    @Test("A cancellation never hits the statement of the next run")
    func next() async throws {
        try await withConnection { connection async throws in
            for round in 0..<100 {
                let work = Task { try await connection.run { _ = try $0.query("SELECT pg_sleep(0.002)") } }
                if round.isMultiple(of: 2) { try await Task.sleep(for: .milliseconds(round % 5)) }
                work.cancel()
                let after = try await connection.run { try $0.query("SELECT pg_sleep(0.001), 1").count }
                #expect(after == 1)
                _ = await work.result
            }
        }
    }
}
