import Foundation

extension Reader {
    /// 1 h 48 min, 1 day 5 h, 3 days: the two largest units, rounded down, and whole days alone from three on.
    ///
    /// A working clock says how long its day is, so that 12 working hours read as 1 day 4 h of an 8-hour day.
    func duration(_ seconds: Double, dayLength: Double = 86_400) -> String {
        let minutes = Int(max(0, seconds) / 60)
        let perDay = max(60, Int(dayLength / 60))
        let (days, rest) = minutes.quotientAndRemainder(dividingBy: perDay)
        let (hours, leftover) = rest.quotientAndRemainder(dividingBy: 60)
        switch (days, hours, leftover) {
        case (3..., _, _), (1..., 0, _): return words("duration.days", ["count": days])
        case (1..., _, _):
            return joined(words("duration.days", ["count": days]), words("duration.hours", ["count": hours]))
        case (0, 0, 0): return words("duration.under-a-minute")
        case (0, 0, _): return words("duration.minutes", ["count": leftover])
        case (0, _, 0): return words("duration.hours", ["count": hours])
        default:
            return joined(words("duration.hours", ["count": hours]), words("duration.minutes", ["count": leftover]))
        }
    }

    /// How much later than it happened something was recorded; `nil` within a quarter of an hour.
    func lateness(occurred: Date, recorded: Date, dateOnly: Bool = false) -> String? {
        let days = days(from: occurred, to: recorded)
        if days >= 1 { return words("duration.days", ["count": days]) }
        let seconds = recorded.timeIntervalSince(occurred)
        return dateOnly || seconds < 900 ? nil : duration(seconds)
    }

    private func joined(_ first: String, _ second: String) -> String {
        words("duration.two-units", ["first": first, "second": second])
    }
}
