import Postgres
import Testing

@Suite("Statement cache", .timeLimit(.minutes(1)))
struct StatementCacheTests {
    private static let kept: PostgresQuery = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%kept%'"

    @Test("A statement is prepared once for each text and types")
    func once() async throws {
        try await withDatabase { session throws in
            for value in 1...5 { try session.query("SELECT \(value) AS kept") }
            try session.query("SELECT \("text") AS kept")
            #expect(try session.query(Self.kept)[0].get(0, as: Int.self) == 3)  // and the one that counts
        }
    }

    @Test("The server never holds many more statements than the cache")
    func bounded() async throws {
        try await withDatabase { session throws in
            for number in 1...700 {
                #expect(try session.query("SELECT \(raw: String(number)) AS kept")[0].get(0, as: Int32.self) == number)
            }
            #expect(try session.query(Self.kept)[0].get(0, as: Int.self) <= 257)
            #expect(try session.query("SELECT \(raw: "1") AS kept")[0].get(0, as: Int32.self) == 1)
        }
    }

    @Test("A statement dropped by DISCARD ALL is prepared again", arguments: ["DISCARD ALL", "DEALLOCATE ALL"])
    func discarded(script: String) async throws {
        try await withDatabase { session throws in
            #expect(try session.query("SELECT \(1)")[0].get(0, as: Int.self) == 1)
            try session.execute(script: script)
            #expect(try session.query("SELECT \(2)")[0].get(0, as: Int.self) == 2)
            try session.execute(script: script)
            #expect(
                try session.pipeline(["SELECT \(3)", "SELECT \(4)"]).map { try $0[0].get(0, as: Int.self) } == [3, 4])
        }
    }

    @Test("A statement whose table has changed is planned anew")
    func changed() async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE t (a int8); INSERT INTO t VALUES (1)")
            #expect(try session.query("SELECT * FROM t").columns.count == 1)
            try session.execute(script: "ALTER TABLE t ADD b text")
            #expect(try session.query("SELECT * FROM t").columns.count == 2)
            try session.execute(script: "ALTER TABLE t ADD c text")
            #expect(try session.pipeline(["SELECT 1", "SELECT * FROM t"])[1].columns.count == 3)
        }
    }

    @Test("Inside a transaction a dropped statement is an error, and the next transaction works")
    func inTransaction() async throws {
        try await withDatabase { session throws in
            try session.query("SELECT \(1)")
            let error = #expect(throws: PostgresError.self) {
                try session.transaction { session throws in
                    try session.execute(script: "DEALLOCATE ALL")
                    try session.query("SELECT \(1)")
                }
            }
            #expect(error?.sqlState == .invalidSqlStatementName)
            let answer = try session.transaction { session in try session.query("SELECT \(1)")[0].get(0, as: Int.self) }
            #expect(answer == 1)
        }
    }
}
