@testable import EventLog
import EventModel
import Foundation
import Testing

@Suite("Rows as columns")
struct RowCodingTests {
    @Test(
        "A coded key becomes a column's name",
        arguments: [
            ("key", "key"), ("offeredAt", "offered_at"), ("participantID", "participant_id"),
            ("idOfThing", "id_of_thing"), ("helperIDs", "helper_ids"),
            ("URLText", "url_text"), ("line2", "line2"), ("already_so", "already_so"), ("aURL", "a_url"),
        ])
    func names(key: String, column: String) {
        #expect(ColumnName.snakeCase(key) == column)
    }

    @Test("A moment is written to the microsecond and read in any offset")
    func moments() {
        #expect(Timestamp.text(.milestone) == "2026-10-29T20:53:20.123457Z")
        #expect(Timestamp.text(Date(timeIntervalSince1970: -0.000_001)) == "1969-12-31T23:59:59.999999Z")
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1.999_999_9)) == "1970-01-01T00:00:02.000000Z")
        #expect(Timestamp.date("2026-10-29T20:53:20.123457Z") == .milestone)
        #expect(Timestamp.date("2026-10-29T22:53:20.123457+02:00") == .milestone)
        #expect(Timestamp.date("2026-10-29T17:23:20.123457-03:30") == .milestone)
        #expect(Timestamp.date("2026-10-29 20:53:20.5+00") == Timestamp.date("2026-10-29T20:53:20.500000Z"))
        for wrong in [
            "", "2026-10-29", "2026-10-29T20:53:20", "2026-10-29T20:53:20.Z", "2026-10-29T20:53:20ZZ",
            "2026-02-30T00:00:00Z",
        ] {
            #expect(Timestamp.date(wrong) == nil, "\(wrong)")
        }
    }

    @Test("Every microsecond of many years comes back as the same date")
    func exact() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let micros = Int64.random(in: -3_000_000_000_000_000...3_000_000_000_000_000, using: &generator)
            let date = Date(timeIntervalSinceReferenceDate: Double(micros) / 1_000_000)
            #expect(Timestamp.date(Timestamp.text(date)) == date)
        }
    }

    @Test("A row comes back from its columns, with absent values absent")
    func roundTrip() throws {
        struct Row: Codable, Equatable {
            var key: String
            var participantID: UUID
            var helperIDs: [UUID]
            var dueAt: Date?
            var day: Day?
            var size: Int16
            var isOpen: Bool
            var inner: Inner
            struct Inner: Codable, Equatable { var someName: String }
        }
        let id = UUID()
        let row = Row(
            key: "k", participantID: id, helperIDs: [id], dueAt: .milestone, day: nil, size: 3, isOpen: true,
            inner: .init(someName: "x"))
        let data = try JSONWriter.rows.encode(row)
        let object = try JSONDecoder().decode([String: JSONValue].self, from: data)
        #expect(
            object == [
                "key": "k", "participant_id": .string(id.text), "helper_ids": .array([.string(id.text)]),
                "due_at": "2026-10-29T20:53:20.123457Z", "size": 3, "is_open": true,
                "inner": .object(["someName": "x"]),
            ])
        #expect(try JSONReader.rows.decode(Row.self, from: data) == row)
    }
}
