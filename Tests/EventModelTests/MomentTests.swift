import EventModel
import Foundation
import Testing

@Suite("Moments as text")
struct MomentTests {
    @Test(
        "A moment is written in UTC to the microsecond",
        arguments: [
            (0.0, "1970-01-01T00:00:00.000000Z"), (1_791_904_320.125, "2026-10-13T15:12:00.125000Z"),
            (-0.25, "1969-12-31T23:59:59.750000Z"), (0.999_999_9, "1970-01-01T00:00:01.000000Z"),
            (951_782_399, "2000-02-28T23:59:59.000000Z"), (-62_135_596_800, "0001-01-01T00:00:00.000000Z"),
            (253_402_300_799, "9999-12-31T23:59:59.000000Z"),
        ])
    func writes(seconds: Double, text: String) {
        #expect(Date(timeIntervalSince1970: seconds).rfc3339 == text)
    }

    @Test(
        "Any offset and up to nine digits of a second are read",
        arguments: [
            ("2026-10-13T15:12:00Z", "2026-10-13T15:12:00.000000Z"),
            ("2026-10-13T10:12:00-05:00", "2026-10-13T15:12:00.000000Z"),
            ("2026-10-13T00:12:00+05:30", "2026-10-12T18:42:00.000000Z"),
            ("2026-10-13T15:12:00.5Z", "2026-10-13T15:12:00.500000Z"),
            ("2026-10-13T15:12:00.123456789Z", "2026-10-13T15:12:00.123457Z"),
            ("2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59.000000Z"),
        ])
    func reads(text: String, same: String) {
        #expect(Date(rfc3339: text)?.rfc3339 == same)
    }

    @Test(
        "Anything else is no moment",
        arguments: [
            "", "2026-10-13", "2026-10-13T15:12Z", "2026-10-13T15:12:00", "2026-10-13 15:12:00Z",
            "2026-10-13T24:00:00Z", "2026-10-13T15:60:00Z", "2026-10-13T15:12:60Z", "2026-02-29T00:00:00Z",
            "2026-10-13T15:12:00.Z", "2026-10-13T15:12:00.1234567890Z", "2026-10-13T15:12:00z",
            "2026-10-13T15:12:00+5:00", "2026-10-13T15:12:00+24:00", "2026-10-13T15:12:00+05:60",
            "2026-10-13T15:12:00ZZ", "2026-10-13T15:12:00+05:000", "2026-10-13T1５:12:00Z", "2026-10-13T15:12:00é0",
            "2026-10-13T15-12-00Z", "2026-10-13T+1:12:00Z", "é026-10-13T15:12:00Z", "2026-10-13T15:12:00,5Z",
        ])
    func refuses(text: String) {
        #expect(Date(rfc3339: text) == nil)
        #expect(Timestamp.date(text) == nil || text.dropFirst(10).hasPrefix(" "))
    }

    @Test(
        "What PostgreSQL writes is read too, and what is coded comes out as text",
        arguments: [
            ("2026-10-13 15:12:00.5+00", "2026-10-13T15:12:00.500000Z"),
            ("2026-10-13 10:12:00-05", "2026-10-13T15:12:00.000000Z"),
            ("2026-10-13T15:12:00.123456+00:00", "2026-10-13T15:12:00.123456Z"),
        ])
    func database(text: String, same: String) throws {
        let date = try #require(Timestamp.date(text))
        #expect(Timestamp.text(date) == same)
        let (writer, reader) = (JSONWriter(moments: .database), JSONReader(moments: .database))
        let data = try writer.encode([date])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(same)\"]")
        #expect(try reader.decode([Date].self, from: data) == [date])
        #expect(throws: DecodingError.self) { try reader.decode([Date].self, from: Data(#"["soon"]"#.utf8)) }
    }

    @Test("What is written reads back the same, and writes the same again")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let second = Double(Int.random(in: -62_135_596_800..<253_402_300_799, using: &random))
            let moment = Date(timeIntervalSince1970: second + Double.random(in: 0..<1, using: &random))
            let read = try #require(Date(rfc3339: moment.rfc3339))
            #expect(abs(read.timeIntervalSince(moment)) < 0.000_032, "\(moment.rfc3339)")
            #expect(read.rfc3339 == moment.rfc3339)
        }
    }

    @Test("The last moments of any day, up to where a double tells them apart, stay on that day")
    func lastOfADay() throws {
        for year in stride(from: 1, through: 9999, by: 1) {
            let midnight = try #require(Day(year: year, month: 3, day: 2)).daysSince1970 * 86_400 - 978_307_200
            let moment = Date(timeIntervalSinceReferenceDate: Double(midnight).nextDown)
            let text = moment.rfc3339
            #expect(text.count == 27 && Date(rfc3339: text)?.rfc3339 == text, "\(text)")
        }
    }

    @Test("A moment of this century keeps its microsecond exactly")
    func exactMicroseconds() throws {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<5_000 {
            let text = Date(timeIntervalSince1970: Double.random(in: 0..<4_102_444_800, using: &random)).rfc3339
            #expect(try #require(Date(rfc3339: text)).rfc3339 == text)
        }
    }
}
