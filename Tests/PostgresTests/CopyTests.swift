import Foundation
import Postgres
import Testing

@Suite("COPY", .timeLimit(.minutes(1)))
struct CopyTests {
    private struct Stop: Error {}

    private static let table = "CREATE TABLE t (a int8 PRIMARY KEY, b text, c uuid, d timestamptz)"
    private static let copyIn = "COPY t FROM STDIN (FORMAT binary)"
    private static let copyOut = "COPY (SELECT * FROM t ORDER BY a) TO STDOUT (FORMAT binary)"

    private static func count(_ session: PostgresSession) throws -> Int {
        try session.query("SELECT count(*) FROM t")[0].get(0)
    }

    @Test("Rows go in and come out as they were")
    func roundTrip() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            let id = UUID()
            let date = Date(timeIntervalSince1970: 1_700_000_000.5)
            let written = try session.copyIn(Self.copyIn) { writer in
                for number in 0..<20_000 {
                    if number.isMultiple(of: 2) {
                        try writer.row(number, "row \(number)", id, date)
                    } else {
                        try writer.beginRow(columns: 4)
                        writer.field(number)
                        writer.field(String?.none)
                        writer.null()
                        writer.field(Optional(date))
                    }
                }
            }
            #expect(written == 20_000)
            #expect(try Self.count(session) == 20_000)
            var read = 0
            try session.copyOut(rows: Self.copyOut) { row in
                let number = try row.get(0, as: Int.self)
                let isEven = number.isMultiple(of: 2)
                guard number == read, row.columnCount == 4,
                    try row.get(1, as: String?.self) == (isEven ? "row \(number)" : nil),
                    try row.get(2, as: UUID?.self) == (isEven ? id : nil), try row.get(3, as: Date.self) == date
                else { throw Stop() }
                read += 1
            }
            #expect(read == 20_000)
        }
    }

    @Test("An error of the closure ends the copy, and no row stays")
    func abort() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            #expect(throws: Stop.self) {
                try session.copyIn(Self.copyIn) { writer in
                    for number in 0..<50_000 { try writer.row(number, "x", nil, nil) }
                    throw Stop()
                }
            }
            #expect(try Self.count(session) == 0)
        }
    }

    @Test("A row that the server refuses is the server's error")
    func refused() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            let error = #expect(throws: PostgresError.self) {
                try session.copyIn(Self.copyIn) { writer in
                    for number in 0..<50_000 { try writer.row(number % 40_000, "x", nil, nil) }
                }
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.statement == Self.copyIn)
            #expect(try Self.count(session) == 0)
            #expect(throws: PostgresError.self) {
                try session.copyIn("COPY absent FROM STDIN (FORMAT binary)") { _ in Issue.record("it must not begin") }
            }
        }
    }

    @Test("A copy in the wrong direction or format is refused, and the connection stays good")
    func misuse() async throws {
        try await withDatabase { session throws in
            try session.execute(script: Self.table)
            for sql in [Self.copyOut, "COPY t FROM STDIN", "SELECT 1"] {
                let error = #expect(throws: PostgresError.self) {
                    try session.copyIn(sql) { _ in Issue.record("it must not begin") }
                }
                #expect(error?.code == .usage)
            }
            for sql in [Self.copyIn, "SELECT 1"] {
                #expect(throws: PostgresError.self) { try session.copyOut(sql) { _ in } }
            }
            try session.query("INSERT INTO t (a) VALUES (1)")
            #expect(throws: PostgresError.self) { try session.copyOut(rows: "COPY t TO STDOUT") { _ in } }
            #expect(try Self.count(session) == 1)
        }
    }

    @Test("Raw chunks are the server's text")
    func raw() async throws {
        try await withDatabase { session throws in
            var text = ""
            try session.copyOut("COPY (SELECT n, 'x' FROM generate_series(1, 3) n) TO STDOUT (FORMAT csv)") { chunk in
                text += String(decoding: chunk, as: UTF8.self)
            }
            #expect(text == "1,x\n2,x\n3,x\n")
        }
    }

    @Test("Reading can stop in the middle, and the server stops too")
    func stopReading() async throws {
        try await withDatabase { session throws in
            var rows = 0
            #expect(throws: Stop.self) {
                try session.copyOut(rows: "COPY (SELECT generate_series(1, 100000000)) TO STDOUT (FORMAT binary)") {
                    _ in
                    rows += 1
                    if rows == 10 { throw Stop() }
                }
            }
            #expect(rows == 10)
            #expect(try session.query("SELECT 1").count == 1)
        }
    }

    @Test("A row read out of a copy can be kept")
    func kept() async throws {
        let rows = try await withDatabase { session throws in
            var rows: [PostgresRow] = []
            try session.copyOut(rows: "COPY (SELECT n::text FROM generate_series(1, 9) n) TO STDOUT (FORMAT binary)") {
                rows.append($0)
            }
            return rows
        }
        #expect(try rows.map { try $0.get(0, as: String.self) } == (1...9).map(String.init))
        #expect(throws: PostgresError.self) { try rows[0].get("n", as: String.self) }
        #expect(throws: PostgresError.self) { try rows[0].get(1, as: String.self) }
    }
}
