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
                guard row.fieldsLeft == 4 else { throw Stop() }
                let number = try row.next(as: Int.self)
                let isEven = number.isMultiple(of: 2)
                guard number == read, try row.next(as: String?.self) == (isEven ? "row \(number)" : nil),
                    try row.next(as: UUID?.self) == (isEven ? id : nil), try row.next(as: Date.self) == date
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

    @Test("A field of another type, a null and one too many are errors that say so")
    func wrongFields() async throws {
        let sql = "COPY (SELECT n::text, null::text FROM generate_series(10, 19) n) TO STDOUT (FORMAT binary)"
        try await withDatabase { session throws in
            var texts: [String] = []
            try session.copyOut(rows: sql) { row in
                texts.append(try row.next())
                let (null, none) = (try? row.next(as: String.self), try? row.next(as: String?.self))
                #expect(null == nil)
                #expect(none == nil)
            }
            #expect(texts == (10...19).map(String.init))
            let error = #expect(throws: PostgresError.self) {
                try session.copyOut(rows: sql) { row in _ = try row.next(as: Int.self) }
            }
            #expect(error?.code == .decoding)
            #expect(try session.query("SELECT 1").count == 1)
        }
    }

    @Test("Rows of text arrive as they were, whatever stands in them")
    func text() async throws {
        let texts = ["plain", "", "a\tb", "line\nnext", "return\r", "\\", "\\N", "\\.", "é😀", "\u{1}"]
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TABLE x (n int, t text)")
            let written = try session.copyIn(text: "COPY x FROM STDIN") { writer in
                for (number, text) in texts.enumerated() {
                    writer.field(Array("\(number)".utf8))
                    writer.field(Array(text.utf8))
                    try writer.endRow()
                }
                writer.field(Array("\(texts.count)".utf8))
                writer.null()
                try writer.endRow()
            }
            #expect(written == texts.count + 1)
            let read = try session.query("SELECT t FROM x ORDER BY n").map { try $0.get(0, as: String?.self) }
            #expect(read == texts + [nil])
            #expect(throws: Stop.self) {
                try session.copyIn(text: "COPY x FROM STDIN") { _ in throw Stop() }
            }
            let error = #expect(throws: PostgresError.self) {
                try session.copyIn(text: "COPY x FROM STDIN (FORMAT binary)") { _ in
                    Issue.record("it must not begin")
                }
            }
            #expect(error?.code == .usage)
            #expect(throws: PostgresError.self) {
                try session.copyIn(text: "COPY x FROM STDIN") { writer in
                    writer.field(Array("no number".utf8))
                    writer.null()
                    try writer.endRow()
                }
            }
            #expect(try session.query("SELECT 1 FROM x").count == texts.count + 1)
        }
    }
}
