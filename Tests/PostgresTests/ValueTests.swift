import Foundation
import Postgres
import Testing

@Suite("Values", .timeLimit(.minutes(1)))
struct ValueTests {
    /// A value that must come back as it went, both alone and in arrays.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let check: @Sendable (PostgresSession) throws -> Void

        init<Value: PostgresBindable & PostgresDecodable & Equatable>(_ type: String, _ values: [Value]) {
            testDescription = "\(Value.self) as \(type)"
            check = { session in
                for value in values {
                    let row = try session.query("SELECT \(value), pg_typeof(\(value))::text, \([value])")[0]
                    #expect(try row.get(0, as: Value.self) == value)
                    #expect(try row.get(1, as: String.self) == type)
                    #expect(try row.get(2, as: [Value].self) == [value])
                }
                let row = try session.query("SELECT \(values), \([Value]()), \([values.first, nil])")[0]
                #expect(try row.get(0, as: [Value].self) == values)
                #expect(try row.get(1, as: [Value].self) == [])
                #expect(try row.get(2, as: [Value?].self) == [values.first, nil])
            }
        }
    }

    private static let moment = Date(timeIntervalSince1970: 1_700_000_000.123456)

    static let samples: [Sample] = [
        Sample("boolean", [true, false]),
        Sample("smallint", [Int16.min, 0, Int16.max]),
        Sample("integer", [Int32.min, -1, Int32.max]),
        Sample("bigint", [Int64.min, 0, Int64.max]),
        Sample("bigint", [Int.min, 1, Int.max]),
        Sample("double precision", [0, -1.5, .pi, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]),
        Sample("text", ["", "plain", "Zoë 日本語 👩‍👧", "quote ' and \\ and \"", String(repeating: "long ", count: 10_000)]),
        Sample("uuid", [UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))]),
        Sample("bytea", [Data(), Data([0, 255, 1]), Data(repeating: 7, count: 100_000)]),
        Sample("bytea", [[UInt8](), [0, 255, 1]]),
        Sample(
            "timestamp with time zone",
            [moment, Date(timeIntervalSince1970: 0), Date(timeIntervalSinceReferenceDate: .infinity)]),
        Sample(
            "date",
            [(2024, 2, 29), (1, 1, 1), (1999, 12, 31), (2000, 1, 1), (2000, 3, 1), (9999, 12, 31)].compactMap(
                PostgresDay.init)),
    ]

    @Test("A value comes back as it went, alone, in an array and beside null", arguments: samples)
    func roundTrip(sample: Sample) async throws {
        try await withDatabase { session in try sample.check(session) }
    }

    @Test("A moment keeps its microsecond both ways")
    func microseconds() async throws {
        try await withDatabase { session throws in
            let texts = [
                "1900-01-01 00:00:00.000001", "1999-12-31 23:59:59.999999", "2024-02-29 12:34:56.789012",
                "2100-06-01 00:00:00.654321",
            ]
            for text in texts {
                let date = try session.query("SELECT (\(text)::text || 'Z')::timestamptz")[0].get(0, as: Date.self)
                let back = try session.query(
                    "SELECT to_char(\(date) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')")[0].get(0, as: String.self)
                #expect(back == text)
            }
        }
    }

    @Test("A day is written as the server writes it")
    func days() async throws {
        try await withDatabase { session throws in
            let rows = try session.query(
                "SELECT d::date, to_char(d, 'YYYY-MM-DD') FROM generate_series('1896-01-01'::date, '2104-12-31', '1 day') d"
            )
            #expect(rows.count > 70_000)
            for row in rows {
                let day = try row.get(0, as: PostgresDay.self)
                let text = try row.get(1, as: String.self)
                guard day.description == text, PostgresDay(year: day.year, month: day.month, day: day.day) == day else {
                    Issue.record("\(day) is not \(text)")
                    return
                }
            }
        }
    }

    @Test(
        "A day that is not in the calendar is refused",
        arguments: [(2023, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (2024, 1, 0)])
    func noSuchDay(year: Int, month: Int, day: Int) {
        #expect(PostgresDay(year: year, month: month, day: day) == nil)
    }

    @Test("JSON keeps its text, and jsonb its meaning")
    func json() async throws {
        try await withDatabase { session throws in
            let text = #"{"b":  1, "a": "é"}"#
            let row = try session.query(
                """
                SELECT \(PostgresJSON(text)), \(PostgresJSONB(text)), \([PostgresJSONB("1"), PostgresJSONB("[]")]),
                       \([PostgresJSON("1")]), pg_typeof(\(PostgresJSONB(text)))::text
                """)[0]
            #expect(try row.get(0, as: String.self) == text)
            #expect(try row.get(1, as: String.self) == #"{"a": "é", "b": 1}"#)
            #expect(try row.get(2, as: [PostgresJSONB].self).map(\.text) == ["1", "[]"])
            #expect(try row.get(3, as: [PostgresJSON].self) == [PostgresJSON("1")])
            #expect(try row.get(4, as: String.self) == "jsonb")
        }
    }

    @Test("Text is read from every type that sends text")
    func texts() async throws {
        try await withDatabase { session throws in
            try session.execute(script: "CREATE TYPE mood AS ENUM ('calm')")
            let row = try session.query("SELECT 'a'::varchar, 'b'::name, 'c '::char(2), '1'::json, 'calm'::mood, 'u'")[
                0]
            #expect(try (0..<6).map { try row.get($0, as: String.self) } == ["a", "b", "c ", "1", "calm", "u"])
        }
    }

    @Test("A small integer is read as a wider one, never the other way round")
    func widening() async throws {
        try await withDatabase { session throws in
            let row = try session.query("SELECT 1::int2, 2::int4, 3::int8, 4::oid, 1.5::float4, pg_current_xact_id()")[
                0]
            #expect(try row.get(0, as: Int.self) == 1)
            #expect(try row.get(1, as: Int64.self) == 2)
            #expect(try row.get(3, as: Int.self) == 4)
            #expect(try row.get(4, as: Double.self) == 1.5)
            #expect(try row.get(5, as: Int.self) > 0)
            #expect(throws: PostgresError.self) { try row.get(2, as: Int32.self) }
            #expect(throws: PostgresError.self) { try row.get(1, as: Int16.self) }
        }
    }

    @Test("Null is nil for an optional, and an error that names the column otherwise")
    func nulls() async throws {
        try await withDatabase { session throws in
            let nothing: String? = nil
            let row = try session.query("SELECT \(nothing) AS gone, \(Int?.some(7)) AS here, \(Int?.none)::int8")[0]
            #expect(try row.get(0, as: String?.self) == nil)
            #expect(try row.getOptional("gone", as: String.self) == nil)
            #expect(try row.getOptional(1, as: Int.self) == 7)
            #expect(try row.get("here", as: Int?.self) == 7)
            let error = #expect(throws: PostgresError.self) { try row.get("gone", as: String.self) }
            #expect(error?.code == .decoding)
            #expect(error?.column == "gone")
            #expect(error?.message == "column 0 (gone): null where String was asked for")
        }
    }

    @Test("A type that does not fit, and a column that is not there, are decoding errors")
    func mismatches() async throws {
        try await withDatabase { session throws in
            let row = try session.query("SELECT 'text'::text AS t, ARRAY[[1,2],[3,4]], ARRAY[1,NULL]")[0]
            let error = #expect(throws: PostgresError.self) { try row.get(0, as: Int.self) }
            #expect(error?.message == "column 0 (t): text of 4 bytes is not readable as Int64")
            #expect(throws: PostgresError.self) { try row.get(0, as: UUID.self) }
            #expect(throws: PostgresError.self) { try row.get(0, as: Bool.self) }
            #expect(throws: PostgresError.self) { try row.get(0, as: Data.self) }
            #expect(throws: PostgresError.self) { try row.get(1, as: [Int].self) }
            #expect(throws: PostgresError.self) { try row.get(2, as: [Int32].self) }
            #expect(throws: PostgresError.self) { try row.get(3, as: Int.self) }
            #expect(throws: PostgresError.self) { try row.get(-1, as: Int.self) }
            #expect(throws: PostgresError.self) { try row.get("absent", as: Int.self) }
        }
    }

    @Test("A type of one's own binds and reads by building on another, in arrays too")
    func ownType() async throws {
        struct Identifier: PostgresBindable, PostgresDecodable, Equatable {
            var id: UUID
            static var postgresType: PostgresType { .uuid }
            init(id: UUID) { self.id = id }
            func bind(into buffer: inout [UInt8]) { id.bind(into: &buffer) }
            init(_ cell: PostgresCell) throws(PostgresError) { id = try UUID(cell) }
        }
        try await withDatabase { session throws in
            let ids = [Identifier(id: UUID()), Identifier(id: UUID())]
            let row = try session.query("SELECT \(ids[0]), \(ids)")[0]
            #expect(try row.get(0, as: Identifier.self) == ids[0])
            #expect(try row.get(1, as: [Identifier].self) == ids)
        }
    }
}
