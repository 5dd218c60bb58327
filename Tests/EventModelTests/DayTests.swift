import EventModel
import Foundation
import Testing

@Suite("Days")
struct DayTests {
    static let first = Day(year: 1, month: 1, day: 1)
    static let last = Day(year: 9999, month: 12, day: 31)

    @Test("Every date of eight centuries follows the one before and reads back from number and text")
    func eachDate() throws {
        var expected = try #require(Day(year: 1600, month: 1, day: 1))
        let start = expected.daysSince1970
        let end = try #require(Day(year: 2400, month: 12, day: 31)).daysSince1970
        for number in start...end {
            let day = Day(daysSince1970: number)
            guard day == expected, day.daysSince1970 == number, Day(day.description) == day else {
                Issue.record("day number \(number) is \(day), expected \(expected)")
                return
            }
            expected = follower(of: day)
        }
    }

    @Test("Dates from year 1 to year 9999 read back from number and text")
    func farDates() throws {
        let first = try #require(Self.first).daysSince1970
        let last = try #require(Self.last).daysSince1970
        #expect(last - first == 3_652_058)
        for number in stride(from: first, through: last, by: 37) {
            let day = Day(daysSince1970: number)
            #expect(day.daysSince1970 == number)
            #expect(Day(day.description) == day)
            #expect(Day(year: day.year, month: day.month, day: day.day) == day)
        }
    }

    @Test(
        "Known dates have their number and weekday",
        arguments: [
            ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2026-10-13", 20_739, 2),
            ("1900-03-01", -25_508, 4), ("1600-01-01", -135_140, 6), ("0001-01-01", -719_162, 1),
            ("9999-12-31", 2_932_896, 5),
        ])
    func knownDates(text: String, number: Int, weekday: Int) throws {
        let day = try #require(Day(text))
        #expect(day.daysSince1970 == number)
        #expect(day.weekday == weekday)
    }

    @Test("Weekdays run from Monday to Sunday without a break, before 1970 and after")
    func weekdays() {
        for number in -200_000...200_000 {
            let expected = ((number + 3) % 7 + 7) % 7 + 1  // 1970-01-01 was a Thursday
            guard Day(daysSince1970: number).weekday == expected else {
                Issue.record("day number \(number) has the weekday \(Day(daysSince1970: number).weekday)")
                return
            }
        }
    }

    @Test(
        "A date that no calendar has is none",
        arguments: [
            (2026, 2, 29), (1900, 2, 29), (2100, 2, 29), (2026, 2, 30), (2026, 4, 31), (2026, 6, 31), (2026, 9, 31),
            (2026, 11, 31), (2026, 1, 32), (2026, 1, 0), (2026, 0, 1), (2026, 13, 1), (0, 1, 1), (10_000, 1, 1),
            (2026, -1, 1), (2026, 1, -1), (-5, 1, 1), (Int.max, 1, 1), (2026, Int.min, 1),
        ])
    func invalidDates(year: Int, month: Int, day: Int) {
        #expect(Day(year: year, month: month, day: day) == nil)
    }

    @Test("29 February is a date in leap years alone", arguments: [2000, 2024, 2028, 2400, 4])
    func leapDays(year: Int) {
        #expect(Day(year: year, month: 2, day: 29) != nil)
    }

    @Test(
        "Text that is not YYYY-MM-DD is no date",
        arguments: [
            "", "2026-10-1", "2026-1-13", "26-10-13", "2026/10/13", "20261013", "2026-10-13 ", " 2026-10-13",
            "2026-10-13T00:00:00Z", "+026-10-13", "-026-10-13", "2026-+1-13", "2026-10--3", "٢٠٢٦-١٠-١٣",
            "2026-10-13-1", "2026-02-29", "0000-01-01", "2026-10-1\u{301}3", "2026-00-13",
        ])
    func invalidTexts(text: String) {
        #expect(Day(text) == nil)
    }

    @Test("Dates are ordered as the calendar is")
    func order() throws {
        let texts = ["0999-12-31", "1999-12-31", "2000-01-01", "2000-01-31", "2000-02-01", "2001-01-01"]
        let days = try texts.map { try #require(Day($0)) }
        #expect(days.shuffled().sorted() == days)
    }

    @Test("A date plus days crosses months, leap days and years")
    func adding() throws {
        #expect(try #require(Day("2024-02-28")).adding(days: 2).description == "2024-03-01")
        #expect(try #require(Day("2025-12-31")).adding(days: 1).description == "2026-01-01")
        #expect(try #require(Day("2026-03-01")).adding(days: -1).description == "2026-02-28")
    }

    @Test("A date plus months keeps its day, or takes the last that the month has")
    func addingMonths() throws {
        #expect(try #require(Day("2026-10-21")).adding(months: 3).description == "2027-01-21")
        #expect(try #require(Day("2026-01-31")).adding(months: 1).description == "2026-02-28")
        #expect(try #require(Day("2024-01-31")).adding(months: 1).description == "2024-02-29")
        #expect(try #require(Day("2026-03-31")).adding(months: -1).description == "2026-02-28")
        #expect(try #require(Day("2025-12-31")).adding(months: 12).description == "2026-12-31")
    }

    @Test("A moment falls on the date that the zone's wall shows")
    func wallDate() throws {
        let chicago = try #require(TimeZone(identifier: "America/Chicago"))
        let moment = try #require(Date(rfc3339: "2026-10-13T04:59:59.999Z"))
        #expect(Day(moment, in: chicago).description == "2026-10-12")
        #expect(Day(moment.addingTimeInterval(0.001), in: chicago).description == "2026-10-13")
        #expect(Day(moment, in: .gmt).description == "2026-10-13")
        #expect(Day(Date(timeIntervalSince1970: -0.5), in: .gmt).description == "1969-12-31")
    }

    @Test(
        "Every date starts on that date, also where clocks change at midnight",
        arguments: [
            "America/Chicago", "America/New_York", "Pacific/Honolulu", "Europe/Berlin", "America/Sao_Paulo",
            "America/Havana", "Africa/Cairo", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC",
        ])
    func startOfDay(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        for number in 10_957..<21_914 {  // 2000 to 2029
            let day = Day(daysSince1970: number)
            let start = day.start(in: zone)
            guard Day(start, in: zone) == day, Day(start.addingTimeInterval(-1), in: zone) == day.adding(days: -1)
            else {
                Issue.record("\(day) starts at \(start.rfc3339) in \(name)")
                return
            }
        }
    }

    @Test(
        "A wall-clock time that comes twice is the first, and one that is skipped counts on past the gap",
        arguments: [
            ("America/Chicago", "2026-11-01", 90, "2026-11-01T06:30:00.000000Z"),
            ("America/Chicago", "2026-11-01", 150, "2026-11-01T08:30:00.000000Z"),
            ("America/Chicago", "2026-03-08", 150, "2026-03-08T08:30:00.000000Z"),
            ("America/Chicago", "2026-03-08", 90, "2026-03-08T07:30:00.000000Z"),
            ("America/Chicago", "2026-03-08", 1440, "2026-03-09T05:00:00.000000Z"),
            ("Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00.000000Z"),
            ("Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:30:00.000000Z"),
            ("America/Havana", "2026-03-08", 0, "2026-03-08T05:00:00.000000Z"),
        ])
    func clockChanges(zone: String, text: String, minutes: Int, expected: String) throws {
        let zone = try #require(TimeZone(identifier: zone))
        let day = try #require(Day(text))
        #expect(day.instant(secondsAfterMidnight: minutes * 60, in: zone).rfc3339 == expected)
    }

    @Test("A date is coded as its text, and other text is refused with the form to use")
    func coding() throws {
        let days = try [#require(Day("2026-10-13")), #require(Day("0001-01-01"))]
        let data = try JSONEncoder().encode(days)
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-10-13","0001-01-01"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: data) == days)
        let error = try #require(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data(#"["10/13/2026"]"#.utf8))
        }
        #expect("\(error)".contains("2026-10-13"))
    }

    private func follower(of day: Day) -> Day {
        Day(year: day.year, month: day.month, day: day.day + 1)
            ?? Day(year: day.year, month: day.month + 1, day: 1)
            ?? Day(year: day.year + 1, month: 1, day: 1) ?? day
    }
}
