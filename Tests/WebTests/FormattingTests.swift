import Foundation
import Testing

@testable import Web

@Suite("Dates and durations in words")
struct FormattingTests {
    let english: Reader
    let spanish: Reader

    init() throws {
        english = try Fixtures(.english).reader
        spanish = try Fixtures(.spanish).reader
    }

    private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test("A moment has weekday, date and time, and the year only when it is another one")
    func moments() throws {
        #expect(english.dateTime(Fixtures.now) == "Tue, Oct 13, 10:12 AM")
        #expect(spanish.dateTime(Fixtures.now) == "mar, 13 oct, 10:12 a. m.")
        #expect(english.day(try date("2025-01-02T17:00:00Z")) == "Thu, Jan 2, 2025")
        #expect(english.longDateTime(try date("2026-09-18T19:45:00Z")) == "Friday, September 18, 2026, 3:45 PM")
        #expect(
            spanish.longDateTime(try date("2026-09-18T19:45:00Z")) == "viernes, 18 de septiembre de 2026, 3:45 p. m.")
        #expect(english.moment(Fixtures.now).machine == "2026-10-13T10:12:00-04:00")
        #expect(english.dayMoment(Fixtures.now).machine == "2026-10-13")
    }

    @Test(
        "Midnight and noon read as 12",
        arguments: [("2026-10-14T04:00:00Z", "12:00 AM"), ("2026-10-14T16:05:00Z", "12:05 PM")])
    func twelve(moment: String, expected: String) throws {
        #expect(english.time(try date(moment)) == expected)
    }

    @Test("The hour that daylight saving repeats keeps its own offset")
    func daylightSaving() throws {
        let first = try date("2026-11-01T05:30:00Z")
        let second = try date("2026-11-01T06:30:00Z")
        #expect(english.dateTime(first) == english.dateTime(second))
        #expect(english.machine(first) == "2026-11-01T01:30:00-04:00")
        #expect(english.machine(second) == "2026-11-01T01:30:00-05:00")
        #expect(english.days(from: try date("2026-10-31T16:00:00Z"), to: try date("2026-11-02T17:00:00Z")) == 2)
    }

    @Test("A deadline is said as people say it")
    func deadlines() throws {
        #expect(english.deadline(try date("2026-10-13T16:00:00Z")) == "noon today")
        #expect(english.deadline(try date("2026-10-13T20:00:00Z")) == "4 PM today")
        #expect(english.deadline(try date("2026-10-14T21:00:00Z")) == "Wed, Oct 14, 5 PM")
        #expect(spanish.deadline(try date("2026-10-13T16:00:00Z")) == "hoy al mediodía")
    }

    @Test("A sentence that ends with a. m. has one full stop")
    func fullStop() throws {
        let text = spanish.words("history.as-it-stood", ["date": spanish.longDateTime(Fixtures.now)])
        #expect(text.hasSuffix("10:12 a. m."))
    }

    @Test(
        "A duration names its two largest units",
        arguments: [
            (6480.0, "1 h 48 min"), (59, "under 1 min"), (60, "1 min"), (3600, "1 h"), (104_400, "1 day 5 h"),
            (86_400, "1 day"), (259_200, "3 days"), (300_000, "3 days"), (-5, "under 1 min"),
        ])
    func durations(seconds: Double, expected: String) {
        #expect(english.duration(seconds) == expected)
    }

    @Test("A working day can be shorter than 24 hours")
    func workingDays() {
        #expect(english.duration(12 * 3600, dayLength: 8 * 3600) == "1 day 4 h")
        #expect(spanish.duration(16 * 3600, dayLength: 8 * 3600) == "2 días")
    }

    @Test("Late recording is told in days, or in hours within a day")
    func lateness() {
        let now = Fixtures.now
        #expect(
            english.lateness(occurred: now.addingTimeInterval(-2 * 86_400), recorded: now, dateOnly: true) == "2 days")
        #expect(english.lateness(occurred: now.addingTimeInterval(-7200), recorded: now) == "2 h")
        #expect(english.lateness(occurred: now.addingTimeInterval(-600), recorded: now) == nil)
        #expect(english.lateness(occurred: now.addingTimeInterval(-7200), recorded: now, dateOnly: true) == nil)
    }
}
