import Postgres
import Testing

@Suite("Query", .timeLimit(.minutes(1)))
struct QueryTests {
    @Test("Values become numbered parameters and never text")
    func parameters() {
        let name = "Robert'); DROP TABLE students;--"
        let query: PostgresQuery = "SELECT \(name), \(Int?.none) FROM \(identifier: "odd \"name\"") \(raw: "LIMIT 1")"
        #expect(query.sql == #"SELECT $1, $2 FROM "odd ""name""" LIMIT 1"#)
        #expect(query.parameterCount == 2)
    }

    @Test("SQL with its own numbers takes a list of values, and the server types a nil")
    func list() async throws {
        try await withDatabase { session throws in
            let query = PostgresQuery(sql: "SELECT $2::text || $1::int8, $3::int4 IS NULL", [7, "n", nil])
            let row = try session.query(query)[0]
            #expect(try row.get(0, as: String.self) == "n7")
            #expect(try row.get(1, as: Bool.self))
        }
    }

    @Test("Rows are a collection with columns, and a command tells how many rows it touched")
    func rows() async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE t (a int8, b text); CREATE INDEX ON t (b)")
            let inserted = try session.query("INSERT INTO t SELECT n, 'x' FROM generate_series(1, 5) n")
            #expect(inserted.affectedRows == 5)
            #expect(inserted.isEmpty)
            let rows = try session.query("SELECT a, b FROM t ORDER BY a")
            #expect(rows.columns.map(\.name) == ["a", "b"])
            #expect(rows.columns.map(\.type) == [.int8, .text])
            #expect(try rows.map { try $0.get(0, as: Int.self) } == [1, 2, 3, 4, 5])
            #expect(try rows.last?.get("b", as: String.self) == "x")
            #expect(try session.query("").isEmpty)
        }
    }

    @Test("Rows outlive their connection")
    func lifetime() async throws {
        let rows = try await withDatabase { session in
            try session.query("SELECT n::text FROM generate_series(1, 1000) n")
        }
        #expect(try rows.map { try $0.get(0, as: String.self) } == (1...1000).map(String.init))
    }

    @Test("Without prepared statements the answers are the same and the server keeps none")
    func unprepared() async throws {
        try await withConnection {
            $0.preparesStatements = false
        } _: { connection async throws in
            try await connection.run { session throws in
                #expect(try session.query("SELECT \(20) + 22")[0].get(0, as: Int.self) == 42)
                #expect(try session.pipeline(["SELECT \(1)", "SELECT \("a")"]).count == 2)
                let kept = try session.query("SELECT count(*) FROM pg_prepared_statements")[0].get(0, as: Int.self)
                #expect(kept == 0)
            }
        }
    }

    @Test(
        "COPY through query is refused and the connection stays good",
        arguments: ["COPY t TO STDOUT", "COPY t FROM STDIN"])
    func copyRefused(sql: String) async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE t (a int8); INSERT INTO t SELECT generate_series(1, 50000)")
            #expect(throws: PostgresError.self) { try session.execute(script: sql) }
            #expect(throws: PostgresError.self) { try session.query(PostgresQuery(sql: sql)) }
            #expect(try session.query("SELECT count(*) FROM t")[0].get(0, as: Int.self) == 50_000)
        }
    }
}
