import Casework
import EventModel
import Foundation
import Testing

@Suite("Business calendar")
struct BusinessCalendarTests {
    @Test(
        "A limit in business days runs over nights, weekends and holidays to the same time of day",
        arguments: [
            ("2026-10-16 10:12", 2, "2026-10-20 10:12"),  // Friday to Tuesday
            ("2026-10-13 10:12", 1, "2026-10-14 10:12"),
            ("2026-10-09 16:00", 1, "2026-10-13 16:00"),  // Columbus Day on Monday
            ("2026-11-25 09:00", 2, "2026-11-30 09:00"),  // Thanksgiving
            ("2026-07-02 12:00", 1, "2026-07-06 12:00"),  // 4 July observed on Friday
            ("2027-12-30 12:00", 1, "2028-01-03 12:00"),  // New Year's Day observed on 31 December
            ("2026-10-17 12:00", 1, "2026-10-19 17:00"),  // Saturday: Monday, all day
            ("2026-10-13 20:00", 2, "2026-10-15 17:00"),  // after hours: the next two days
            ("2026-10-13 06:00", 1, "2026-10-13 17:00"),  // before hours
            ("2026-10-13 08:30", 1, "2026-10-13 17:00"), ("2026-10-13 17:00", 1, "2026-10-14 17:00"),
            ("2026-10-13 16:59", 1, "2026-10-14 16:59"), ("2026-10-13 10:12", 10, "2026-10-27 10:12"),
            ("2026-03-06 10:12", 1, "2026-03-09 10:12"),  // clocks go forward on Sunday
            ("2026-10-30 10:12", 1, "2026-11-02 10:12"),  // clocks go back on Sunday
            ("2026-10-13 10:12", 0, "2026-10-13 10:12"), ("2026-10-13 20:00", 0, "2026-10-14 08:30"),
        ])
    func days(start: String, days: Int, due: String) {
        #expect(Example.calendar.adding(businessDays: days, to: Example.at(start)) == Example.at(due))
    }

    @Test(
        "Working minutes between two moments leave out what does not count",
        arguments: [
            ("2026-10-13 08:30", "2026-10-13 17:00", 510), ("2026-10-13 00:00", "2026-10-14 00:00", 510),
            ("2026-10-13 16:59", "2026-10-14 08:31", 2), ("2026-10-16 16:00", "2026-10-19 09:30", 120),
            ("2026-10-09 17:00", "2026-10-13 08:30", 0), ("2026-10-17 00:00", "2026-10-18 23:59", 0),
            ("2026-10-14 09:00", "2026-10-13 09:00", 0), ("2026-10-13 09:00", "2026-10-13 09:00", 0),
            ("2026-03-06 16:00", "2026-03-09 09:30", 120), ("2026-10-30 16:00", "2026-11-02 09:30", 120),
        ])
    func minutes(start: String, end: String, minutes: Int) {
        #expect(Example.calendar.businessMinutes(from: Example.at(start), to: Example.at(end)) == minutes)
    }

    @Test("A working day is a weekday that is no holiday")
    func workdays() {
        #expect(Example.calendar.isWorkday(Example.day("2026-10-16")))
        #expect(!Example.calendar.isWorkday(Example.day("2026-10-17")))
        #expect(!Example.calendar.isWorkday(Example.day("2026-10-18")))
        #expect(!Example.calendar.isWorkday(Example.day("2026-10-12")))
        #expect(Example.calendar.minutesPerDay == 510)
    }

    @Test("Time added and time counted agree, and both agree with a count minute by minute", arguments: Self.calendars)
    func againstMinutes(calendar: BusinessCalendar) {
        for seed in UInt64(0)..<60 {
            var random = SeededGenerator(seed: seed)
            let weeks: [Day] = ["2026-03-04", "2026-10-28", "2026-06-30", "2027-12-20", "2026-11-20"].map(Example.day)
            let day = (weeks.randomElement(using: &random) ?? Example.today).adding(
                days: .random(in: 0...7, using: &random))
            let start = day.start(in: calendar.zone).addingTimeInterval(
                60 * Double(Int.random(in: 0..<1440, using: &random)))
            let minutes = Int.random(in: 1...(calendar.minutesPerDay * 4), using: &random)
            let end = calendar.adding(businessMinutes: minutes, to: start)
            #expect(MinuteCounter(calendar).end(of: minutes, from: start) == end, "seed \(seed)")
            #expect(calendar.businessMinutes(from: start, to: end) == minutes, "seed \(seed)")
        }
    }

    static let calendars: [BusinessCalendar] = [
        Example.calendar,
        // Working around the clock on every day, so that the changes of the clocks fall into it.
        BusinessCalendar(
            zone: Example.chicago, rules: .init(opens: 0, closes: 1440, workdays: Array(1...7), holidays: [])),
        BusinessCalendar(zone: Example.chicago, rules: .init(opens: 60, closes: 180, workdays: [6, 7], holidays: [])),
        BusinessCalendar(zone: Example.zone("Europe/Berlin"), rules: .init(holidays: [Example.day("2026-10-30")])),
        BusinessCalendar(zone: Example.zone("Asia/Kathmandu"), rules: .init(workdays: [7, 1, 2, 3, 4], holidays: [])),
    ]

    @Test("A day on which the clocks change has its hour less or more")
    func clockChanges() {
        let always = Self.calendars[1]
        let spring = always.businessMinutes(from: Example.at("2026-03-08 00:00"), to: Example.at("2026-03-09 00:00"))
        let autumn = always.businessMinutes(from: Example.at("2026-11-01 00:00"), to: Example.at("2026-11-02 00:00"))
        #expect(spring == 23 * 60)
        #expect(autumn == 25 * 60)
    }

    @Test("What is paused keeps what is left to the minute, however long the pause")
    func pause() {
        let calendar = Example.calendar
        for seed in UInt64(0)..<200 {
            var random = SeededGenerator(seed: seed)
            let start = Example.at("2026-10-13 09:00").addingTimeInterval(
                60 * Double(Int.random(in: 0..<40_000, using: &random)))
            let due = calendar.adding(businessDays: 5, to: start)
            let paused = start.addingTimeInterval(
                60 * Double(Int.random(in: 0...Int(due.timeIntervalSince(start) / 60), using: &random)))
            let left = calendar.businessMinutes(from: paused, to: due)
            let resumed = paused.addingTimeInterval(60 * Double(Int.random(in: 0..<100_000, using: &random)))
            let end = calendar.adding(businessMinutes: left, to: resumed)
            let used =
                calendar.businessMinutes(from: start, to: paused) + calendar.businessMinutes(from: resumed, to: end)
            #expect(used == 5 * 510, "seed \(seed)")
        }
    }

    @Test("Seconds are kept when time is added and rounded when it is counted")
    func seconds() {
        let start = Example.at("2026-10-16 16:59", 50)
        #expect(Example.calendar.adding(businessMinutes: 1, to: start) == Example.at("2026-10-19 08:30", 50))
        #expect(Example.calendar.businessMinutes(from: start, to: Example.at("2026-10-19 08:30", 19)) == 0)
        #expect(Example.calendar.businessMinutes(from: start, to: Example.at("2026-10-19 08:30", 20)) == 1)
    }

    @Test("A negative limit is none")
    func negative() {
        #expect(
            Example.calendar.adding(businessMinutes: -5, to: Example.at("2026-10-13 10:00"))
                == Example.at("2026-10-13 10:00"))
    }

    @Test("A calendar without a working day traps instead of searching for ever")
    func noWorkday() async {
        await #expect(processExitsWith: .failure) {
            _ = BusinessCalendar(zone: .gmt, rules: .init(workdays: [], holidays: []))
        }
    }
}

/// The same arithmetic, one minute at a time and by the zone's offset alone.
private struct MinuteCounter {
    let calendar: BusinessCalendar

    init(_ calendar: BusinessCalendar) { self.calendar = calendar }

    func end(of minutes: Int, from start: Date) -> Date {
        var left = minutes
        var moment = start
        while left > 0 {
            if isOpen(moment) { left -= 1 }
            moment = moment.addingTimeInterval(60)
        }
        return moment
    }

    private func isOpen(_ moment: Date) -> Bool {
        let local = Int(moment.timeIntervalSince1970) + calendar.zone.secondsFromGMT(for: moment)
        let minute = local % 86_400 / 60
        return calendar.isWorkday(Day(daysSince1970: local / 86_400))
            && (calendar.rules.opens..<calendar.rules.closes).contains(minute)
    }
}
