import Postgres
import Testing
import TestSupport

@Suite("Errors", .timeLimit(.minutes(1)))
struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let sql: String
        let state: SQLState
        var testDescription: String { sql }
    }

    static let cases = [
        Case(sql: "SELECT 1 / 0", state: .divisionByZero),
        Case(sql: "SELECT * FROM absent", state: .undefinedTable),
        Case(sql: "SELEKT", state: .syntaxError),
        Case(sql: "SELECT absent", state: .undefinedColumn),
        Case(sql: "INSERT INTO t VALUES (1, 1)", state: .uniqueViolation),
        Case(sql: "INSERT INTO t VALUES (2, -1)", state: .checkViolation),
        Case(sql: "INSERT INTO t VALUES (NULL, 1)", state: .notNullViolation),
        Case(sql: "DO $$ BEGIN RAISE EXCEPTION 'no'; END $$", state: .raiseException),
        Case(sql: "SELECT 'x'::int8", state: .invalidTextRepresentation),
    ]

    @Test("The server's SQLSTATE arrives, and the connection goes on", arguments: cases)
    func states(_ test: Case) async throws {
        try await withDatabase { session throws in
            try session.execute(
                script: "CREATE TABLE t (a int8 PRIMARY KEY, b int8 CHECK (b > 0)); INSERT INTO t VALUES (1, 1)")
            let error = #expect(throws: PostgresError.self) { try session.query(PostgresQuery(sql: test.sql)) }
            #expect(error?.sqlState == test.state)
            #expect(error?.code == .server)
            #expect(error?.statement == test.sql)
            #expect(error?.isConnectionLoss == false)
            #expect(throws: PostgresError.self) { try session.execute(script: test.sql) }
            #expect(try session.query("SELECT 1").count == 1)
        }
    }

    @Test("A violated constraint is named with its table, and no value is in the description")
    func constraint() async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE person (email text CONSTRAINT one_person UNIQUE)")
            try session.query("INSERT INTO person VALUES (\("secret@example.org"))")
            let error = #expect(throws: PostgresError.self) {
                try session.query("INSERT INTO person VALUES (\("secret@example.org"))")
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.constraint == "one_person")
            #expect(error?.table == "person")
            #expect(error?.schema == "public")
            #expect(error?.detail?.contains("secret@example.org") == true)
            #expect(error?.description.contains("secret") == false)
            #expect(error?.statement == "INSERT INTO person VALUES ($1)")
        }
    }

    @Test("A statement that runs too long is stopped by the server")
    func timeout() async throws {
        try await withConnection {
            $0.statementTimeout = .milliseconds(50)
        } _: { connection async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.run { session in try session.query("SELECT pg_sleep(60)") }
            }
            #expect(error?.code == .timeout)
            #expect(error?.sqlState == .queryCanceled)
            #expect(await connection.isHealthy)
        }
    }

    @Test("A statement that gets no answer ends its connection, and the outcome is unknown")
    func noAnswer() async throws {
        try await withConnection {
            $0.answerTimeout = .milliseconds(200)
        } _: { connection async throws in
            _ = try await connection.run { session in try session.query("SELECT 1") }
            // The server would answer after 10 s; a frozen one never would.
            let error = await #expect(throws: PostgresError.self) {
                try await connection.run { session in
                    try session.transaction { session in try session.query("SELECT pg_sleep(10)") }
                }
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.isConnectionLoss == true)
            #expect(await !connection.isHealthy)
        }
    }

    @Test("A connection string becomes the environment of PostgreSQL's own programs")
    func environment() throws {
        let environment = try PostgresConfiguration("postgresql://u:s%20w@h:5433/d?connect_timeout=3").environment()
        #expect(environment["PGUSER"] == "u")
        #expect(environment["PGPASSWORD"] == "s w")
        #expect(environment["PGHOST"] == "h")
        #expect(environment["PGPORT"] == "5433")
        #expect(environment["PGDATABASE"] == "d")
        #expect(environment["PGCONNECT_TIMEOUT"] == "3")
    }

    @Test("A connection that cannot be made fails, and no password is shown")
    func unreachable() async throws {
        let configuration = PostgresConfiguration("host=/nonexistent dbname=x password=secret user=u")
        #expect(!"\(configuration)".contains("secret"))
        #expect("\(configuration)".contains("user=u"))
        let error = await #expect(throws: PostgresError.self) { try await PostgresConnection.connect(configuration) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.isConnectionLoss == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test(
        "A connection string that makes no sense is refused without being repeated",
        arguments: [
            "postgresql://user:secret@[broken", "secret", "nokeyword=secret",
        ])
    func senseless(text: String) async {
        let error = await #expect(throws: PostgresError.self) {
            try await PostgresConnection.connect(PostgresConfiguration(text))
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.description.contains("secret") == false)
        #expect("\(PostgresConfiguration(text))".contains("secret") == false)
    }

    @Test("A database that does not exist is a failed connection")
    func absentDatabase() async throws {
        var configuration = try await TestCluster.freshDatabase()
        configuration.connectionString += " dbname=absent"
        let error = await #expect(throws: PostgresError.self) { try await PostgresConnection.connect(configuration) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("absent") == true)
    }

    @Test("A closed connection refuses work, and closing twice is fine")
    func closed() async throws {
        try await withConnection { connection async throws in
            await connection.close()
            await connection.close()
            let error = await #expect(throws: PostgresError.self) {
                try await connection.run { session in try session.query("SELECT 1") }
            }
            #expect(error?.code == .usage)
            #expect(await !connection.isHealthy)
        }
    }
}
