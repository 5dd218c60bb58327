import Postgres
import Testing

@Suite("Pipeline", .timeLimit(.minutes(1)))
struct PipelineTests {
    private static let table = "CREATE TABLE t (a int8 PRIMARY KEY, b text)"

    private static func count(_ session: PostgresSession) throws -> Int {
        try session.query("SELECT count(*) FROM t")[0].get(0)
    }

    @Test("Answers come in the order of the statements")
    func order() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            let answers = try session.pipeline(
                (1...500).map { "INSERT INTO t VALUES (\($0), \("row \($0)"))" } + [
                    "SELECT a FROM t ORDER BY a", "SELECT \("last")",
                ])
            #expect(answers.count == 502)
            #expect(answers[..<500].allSatisfy { $0.affectedRows == 1 })
            #expect(try answers[500].map { try $0.get(0, as: Int.self) } == Array(1...500))
            #expect(try answers[501][0].get(0, as: String.self) == "last")
            #expect(try session.pipeline([]).isEmpty)
        }
    }

    @Test("An error in the middle undoes the whole and is the one thrown")
    func middle() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            let error = #expect(throws: PostgresError.self) {
                try session.pipeline([
                    "INSERT INTO t VALUES (\(1))", "INSERT INTO t VALUES (\(2))", "INSERT INTO t VALUES (\(1), \("x"))",
                    "INSERT INTO t VALUES (\(3))", "SELECT never_prepared FROM t",
                ])
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.constraint == "t_pkey")
            #expect(error?.statement == "INSERT INTO t VALUES ($1, $2)")
            #expect(try Self.count(session) == 0)
            // What was prepared before the error is known, what came after it is not.
            #expect(try session.pipeline(["INSERT INTO t VALUES (\(1))", "SELECT \("x")"]).count == 2)
            #expect(throws: PostgresError.self) { try session.query("SELECT never_prepared FROM t") }
        }
    }

    @Test("A statement that cannot be prepared undoes the whole", arguments: ["SELECT absent FROM t", "SELEKT"])
    func unprepared(sql: String) async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            #expect(throws: PostgresError.self) {
                try session.pipeline(["INSERT INTO t VALUES (\(1))", PostgresQuery(sql: sql), "SELECT \(1)"])
            }
            #expect(try Self.count(session) == 0)
            #expect(try session.query("SELECT \(1)")[0].get(0, as: Int.self) == 1)
        }
    }

    @Test("A deferred constraint speaks up at the end of the pipeline")
    func deferred() async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE t (a int8 UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            let error = #expect(throws: PostgresError.self) {
                try session.pipeline(["INSERT INTO t VALUES (\(1))", "INSERT INTO t VALUES (\(1))"])
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(try Self.count(session) == 0)
        }
    }

    @Test("In a transaction, a pipeline's error leaves the decision to the transaction")
    func inTransaction() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            try session.transaction { session throws in
                _ = try session.pipeline(["INSERT INTO t VALUES (\(1))", "INSERT INTO t VALUES (\(2))"])
                #expect(throws: PostgresError.self) {
                    try session.transaction {
                        try $0.pipeline(["INSERT INTO t VALUES (\(3))", "INSERT INTO t VALUES (\(1))"])
                    }
                }
            }
            #expect(try Self.count(session) == 2)
        }
    }

    @Test("More data than both buffers hold does not stop either side")
    func large() async throws {
        try await withDatabase { session throws in
            let text = String(repeating: "x", count: 100_000)
            let answers = try session.pipeline((0..<300).map { _ in "SELECT \(text)" })
            #expect(try answers.allSatisfy { try $0[0].get(0, as: String.self).utf8.count == 100_000 })
        }
    }

    @Test("A COPY in a pipeline is an error that costs the connection, and the pool makes another")
    func copy() async throws {
        try await withPool(size: 1) { pool async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.run { session in try session.pipeline(["COPY (SELECT 1) TO STDOUT", "SELECT 1"]).count }
            }
            #expect(error != nil)
            #expect(try await pool.run { try $0.query("SELECT 1").count } == 1)
        }
    }
}
