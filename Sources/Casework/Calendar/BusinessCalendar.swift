public import EventModel
public import Foundation

/// The working hours of a jurisdiction, for clocks that run in business time.
///
/// A limit of *n* business days is *n* times the length of a working day, counted from the moment it starts: what is
/// offered on Friday at 10:12 is due two business days later on Tuesday at 10:12. Nights, weekends and holidays do
/// not count, and a pause keeps what is left to the minute.
public struct BusinessCalendar: Sendable, Hashable {
    /// The recorded choice: hours of a working day, which weekdays, which holidays.
    public struct Rules: Codable, Sendable, Hashable {
        /// Minutes after midnight, local time.
        public var opens: Int
        public var closes: Int
        /// 1 is Monday, 7 is Sunday (ISO 8601).
        public var workdays: [Int]
        public var holidays: [Day]

        public init(
            opens: Int = 8 * 60 + 30, closes: Int = 17 * 60, workdays: [Int] = [1, 2, 3, 4, 5], holidays: [Day]
        ) {
            self.opens = opens
            self.closes = closes
            self.workdays = workdays
            self.holidays = holidays
        }

        var isValid: Bool {
            0 <= opens && opens < closes && closes <= 1440 && !workdays.isEmpty
                && workdays.allSatisfy { (1...7).contains($0) }
        }
    }

    public let zone: TimeZone
    public let rules: Rules
    private let holidays: Set<Day>
    private let workdays: Set<Int>

    public init(zone: TimeZone, rules: Rules) {
        precondition(rules.isValid, "A calendar needs a working day with hours; Jurisdiction refuses any other.")
        self.zone = zone
        self.rules = rules
        holidays = Set(rules.holidays)
        workdays = Set(rules.workdays)
    }

    /// The length of a working day in minutes.
    public var minutesPerDay: Int { rules.closes - rules.opens }

    public func isWorkday(_ day: Day) -> Bool { workdays.contains(day.weekday) && !holidays.contains(day) }

    /// The moment when `days` business days have passed since `start`.
    public func adding(businessDays days: Int, to start: Date) -> Date {
        adding(businessMinutes: days * minutesPerDay, to: start)
    }

    /// The moment when `minutes` of working time have passed since `start`.
    public func adding(businessMinutes minutes: Int, to start: Date) -> Date {
        var left = Double(max(0, minutes)) * 60
        var day = Day(start, in: zone)
        var from = start
        while true {
            if let (open, close) = hours(of: day) {
                let begin = max(open, from)
                let here = close.timeIntervalSince(begin)
                if here > 0 {
                    if left <= here { return begin.addingTimeInterval(left) }
                    left -= here
                }
            }
            day = day.adding(days: 1)
            from = day.start(in: zone)
        }
    }

    /// The working minutes between two moments; 0 when `end` is not later.
    public func businessMinutes(from start: Date, to end: Date) -> Int {
        guard end > start else { return 0 }
        var total = 0.0
        var day = Day(start, in: zone)
        let last = Day(end, in: zone)
        while day <= last {
            if let (open, close) = hours(of: day) {
                total += max(0, min(close, end).timeIntervalSince(max(open, start)))
            }
            day = day.adding(days: 1)
        }
        return Int((total / 60).rounded())
    }

    private func hours(of day: Day) -> (open: Date, close: Date)? {
        guard isWorkday(day) else { return nil }
        return (
            day.instant(secondsAfterMidnight: rules.opens * 60, in: zone),
            day.instant(secondsAfterMidnight: rules.closes * 60, in: zone)
        )
    }
}

extension BusinessCalendar.Rules {
    /// The federal holidays of the given years as observed (5 U.S.C. 6103): a Saturday's moves to Friday, a
    /// Sunday's to Monday. So a New Year's Day that is a Saturday is observed in the year before.
    public static func federalHolidays(_ years: ClosedRange<Int>) -> [Day] {
        let nextNewYear = observed(years.upperBound + 1, 1, 1).map { [$0] } ?? []
        let days = years.flatMap { year -> [Day] in
            let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)].compactMap { observed(year, $0.0, $0.1) }
            let moving = [
                nth(3, weekday: 1, month: 1, year), nth(3, weekday: 1, month: 2, year),
                last(weekday: 1, month: 5, year),
                nth(1, weekday: 1, month: 9, year), nth(2, weekday: 1, month: 10, year),
                nth(4, weekday: 4, month: 11, year),
            ].compactMap { $0 }
            return fixed + moving
        }
        return (days + nextNewYear).filter { years.contains($0.year) }.sorted()
    }

    private static func observed(_ year: Int, _ month: Int, _ day: Int) -> Day? {
        guard let date = Day(year: year, month: month, day: day) else { return nil }
        return switch date.weekday {
        case 6: date.adding(days: -1)
        case 7: date.adding(days: 1)
        default: date
        }
    }

    private static func nth(_ count: Int, weekday: Int, month: Int, _ year: Int) -> Day? {
        guard let first = Day(year: year, month: month, day: 1) else { return nil }
        return first.adding(days: (weekday - first.weekday + 7) % 7 + 7 * (count - 1))
    }

    private static func last(weekday: Int, month: Int, _ year: Int) -> Day? {
        guard let next = Day(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1) else { return nil }
        let end = next.adding(days: -1)
        return end.adding(days: -((end.weekday - weekday + 7) % 7))
    }
}
