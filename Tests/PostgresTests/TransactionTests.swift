import Dispatch
import Postgres
import Testing

@Suite("Transaction", .timeLimit(.minutes(1)))
struct TransactionTests {
    private struct Stop: Error {}

    private static let table = "CREATE TABLE t (a int8 PRIMARY KEY)"

    private static func values(_ session: PostgresSession) throws -> [Int] {
        try session.query("SELECT a FROM t ORDER BY a").map { try $0.get(0) }
    }

    @Test("A transaction commits when its closure returns")
    func commit() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            let answer = try session.transaction { session throws in
                #expect(session.isInTransaction)
                try session.query("INSERT INTO t VALUES (1)")
                return "done"
            }
            #expect(answer == "done")
            #expect(!session.isInTransaction)
            #expect(try Self.values(session) == [1])
        }
    }

    @Test("A transaction rolls back when its closure throws, and throws the closure's error")
    func rollBack() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            #expect(throws: Stop.self) {
                try session.transaction { session throws in
                    try session.query("INSERT INTO t VALUES (1)")
                    throw Stop()
                }
            }
            #expect(try Self.values(session) == [])
        }
    }

    @Test("A nested transaction is a savepoint: its failure undoes itself and no more")
    func nested() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            try session.transaction { session throws in
                try session.query("INSERT INTO t VALUES (1)")
                #expect(throws: PostgresError.self) {
                    try session.transaction { session throws in
                        try session.query("INSERT INTO t VALUES (2)")
                        try session.transaction { session throws in
                            try session.query("INSERT INTO t VALUES (3)")
                            try session.query("INSERT INTO t VALUES (1)")
                        }
                    }
                }
                try session.transaction { session throws in
                    try session.query("INSERT INTO t VALUES (4)")
                    #expect(throws: Stop.self) {
                        try session.transaction { session throws in
                            try session.query("INSERT INTO t VALUES (5)")
                            throw Stop()
                        }
                    }
                }
            }
            #expect(try Self.values(session) == [1, 4])
        }
    }

    @Test("A transaction in which an error was swallowed does not pretend to have committed")
    func swallowed() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            let error = #expect(throws: PostgresError.self) {
                try session.transaction { session throws in
                    try session.query("INSERT INTO t VALUES (1)")
                    _ = try? session.query("INSERT INTO t VALUES (1)")
                }
            }
            #expect(error?.sqlState == .inFailedSqlTransaction)
            #expect(try Self.values(session) == [])
        }
    }

    @Test("A deferred constraint that fails at the commit is thrown")
    func deferred() async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE t (a int8 UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            let error = #expect(throws: PostgresError.self) {
                try session.transaction { session in try session.query("INSERT INTO t VALUES (1), (1)") }
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(!session.isInTransaction)
        }
    }

    @Test("Options reach the server")
    func options() async throws {
        try await withDatabase { session throws in
            let options = PostgresTransactionOptions(isolation: .serializable, readOnly: true, synchronousCommit: false)
            let sql: PostgresQuery = """
                SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only'),
                       current_setting('synchronous_commit')
                """
            func settings(_ session: PostgresSession) throws -> [String] {
                let row = try session.query(sql)[0]
                return try (0..<3).map { try row.get($0) }
            }
            #expect(try session.transaction(options) { try settings($0) } == ["serializable", "on", "off"])
            #expect(try session.transaction { try settings($0) } == ["read committed", "off", "on"])
            #expect(try settings(session) == ["read committed", "off", "on"])
            let error = #expect(throws: PostgresError.self) {
                try session.transaction(.init(readOnly: true)) { try $0.query("CREATE TABLE t ()") }
            }
            #expect(error?.sqlState == .readOnlySqlTransaction)
        }
    }

    @Test("A transaction that read what another has changed since is told to try again")
    func serialization() async throws {
        try await withPool(size: 2) { pool async throws in
            try await pool.run { try $0.execute(script: "CREATE TABLE t (a int8); INSERT INTO t VALUES (1)") }
            let hasRead = DispatchSemaphore(value: 0)
            let hasChanged = DispatchSemaphore(value: 0)
            let loser = Task {
                try await pool.transaction(.init(isolation: .repeatableRead)) { session in
                    try session.query("SELECT a FROM t")
                    hasRead.signal()
                    hasChanged.wait()
                    try session.query("UPDATE t SET a = 3")
                }
            }
            try await pool.transaction { session throws in
                hasRead.wait()
                try session.query("UPDATE t SET a = 2")
            }
            hasChanged.signal()
            let error = await #expect(throws: PostgresError.self) { try await loser.value }
            #expect(error?.sqlState == .serializationFailure)
            #expect(error?.isTransient == true)
        }
    }

    @Test("What a run leaves open is rolled back before the next")
    func leftOpen() async throws {
        try await withConnection { connection async throws in
            try await connection.run { session throws in
                try session.execute(script: Self.table)
                try session.query("BEGIN")
                try session.query("INSERT INTO t VALUES (1)")
            }
            try await connection.run { session throws in
                #expect(!session.isInTransaction)
                #expect(try Self.values(session) == [])
            }
        }
    }
}
