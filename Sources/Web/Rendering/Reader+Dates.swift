import Foundation

/// A moment in words, and in the form that a machine reads.
struct Moment: Hashable, Sendable {
    let text: String
    /// RFC 3339, or a date alone when no time is known.
    let machine: String
}

extension Reader {
    /// Tue, Oct 13, 10:12 AM. The year is added when it is not this one.
    func moment(_ date: Date) -> Moment { Moment(text: dateTime(date), machine: machine(date)) }

    /// Tue, Oct 13: for something that has a date and no time. It never invents a time.
    func dayMoment(_ date: Date) -> Moment { Moment(text: day(date), machine: machineDay(date)) }

    /// Tue, Oct 13, 10:12 AM
    func dateTime(_ date: Date) -> String {
        words("date.with-time", ["date": day(date), "time": time(date)])
    }

    /// Tue, Oct 13, or Tue, Oct 13, 2025 when it is another year.
    func day(_ date: Date) -> String {
        let parts = parts(of: date)
        return words(
            parts.year == self.parts(of: now).year ? "date.day" : "date.day-year",
            [
                "weekday": words("date.weekday.\(parts.weekday)"), "month": words("date.month.\(parts.month)"),
                "day": parts.day, "year": String(parts.year),
            ])
    }

    /// Oct 13: for axes and narrow places.
    func shortDay(_ date: Date) -> String {
        let parts = parts(of: date)
        return words("date.short", ["month": words("date.month.\(parts.month)"), "day": parts.day])
    }

    /// Friday, September 18, 2026, 3:45 PM: for the sentence that says which past is shown.
    func longDateTime(_ date: Date) -> String {
        let parts = parts(of: date)
        let long = words(
            "date.long",
            [
                "weekday": words("date.weekday-long.\(parts.weekday)"),
                "month": words("date.month-long.\(parts.month)"), "day": parts.day, "year": String(parts.year),
            ])
        return words("date.with-time", ["date": long, "time": time(date)])
    }

    /// 10:12 AM
    func time(_ date: Date) -> String {
        let parts = parts(of: date)
        return words(
            parts.hour < 12 ? "date.am" : "date.pm",
            [
                "hour": parts.hour % 12 == 0 ? 12 : parts.hour % 12,
                "minute": parts.minute < 10 ? "0\(parts.minute)" : "\(parts.minute)",
            ])
    }

    /// 5 PM, or 5:30 PM: for deadlines, which mostly fall on the hour.
    func shortTime(_ date: Date) -> String {
        let parts = parts(of: date)
        guard parts.minute == 0 else { return time(date) }
        return words(
            parts.hour < 12 ? "date.hour-am" : "date.hour-pm", ["hour": parts.hour % 12 == 0 ? 12 : parts.hour % 12])
    }

    /// A deadline as people say it: noon today, 4 PM today, Wed, Oct 14, 5 PM.
    func deadline(_ date: Date) -> String {
        let due = parts(of: date)
        let today = parts(of: now)
        guard (due.year, due.month, due.day) == (today.year, today.month, today.day) else {
            return words("date.with-time", ["date": day(date), "time": shortTime(date)])
        }
        return due.hour == 12 && due.minute == 0
            ? words("date.noon-today") : words("date.today", ["time": shortTime(date)])
    }

    /// Recent things by day: today 10:12 AM, Mon 4:05 PM within a week, otherwise the date and time.
    func recent(_ date: Date) -> String {
        let age = dayNumber(now) - dayNumber(date)
        switch age {
        case 0: return words("date.today-at", ["time": time(date)])
        case 1...6:
            return words(
                "date.weekday-at", ["weekday": words("date.weekday.\(parts(of: date).weekday)"), "time": time(date)])
        default: return dateTime(date)
        }
    }

    /// 2026-10-13T10:12:00-04:00
    func machine(_ date: Date) -> String {
        let parts = parts(of: date)
        let offset = zone.secondsFromGMT(for: date) / 60
        let sign = offset < 0 ? "-" : "+"
        return machineDay(date) + "T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
            + "\(sign)\(two(abs(offset) / 60)):\(two(abs(offset) % 60))"
    }

    /// 2026-10-13
    func machineDay(_ date: Date) -> String {
        let parts = parts(of: date)
        return "\(parts.year)-\(two(parts.month))-\(two(parts.day))"
    }

    /// 2026-10-13T10:12: the value of a `datetime-local` control.
    func localInput(_ date: Date) -> String {
        let parts = parts(of: date)
        return machineDay(date) + "T\(two(parts.hour)):\(two(parts.minute))"
    }

    /// Whole days from one moment to another by the calendar, not by 24 hours.
    func days(from start: Date, to end: Date) -> Int { dayNumber(end) - dayNumber(start) }

    private struct Parts {
        var year = 0, month = 0, day = 0, weekday = 0, hour = 0, minute = 0, second = 0
    }

    private func parts(of date: Date) -> Parts {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
        return Parts(
            year: parts.year ?? 0, month: parts.month ?? 1, day: parts.day ?? 1, weekday: parts.weekday ?? 1,
            hour: parts.hour ?? 0, minute: parts.minute ?? 0, second: parts.second ?? 0)
    }

    private func dayNumber(_ date: Date) -> Int {
        Int(((date.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: date))) / 86_400).rounded(.down))
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
