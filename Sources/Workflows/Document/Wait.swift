public import EventModel

/// A length of time in one unit.
public struct Wait: Sendable, Hashable {
    public enum Unit: String, Sendable, CaseIterable { case days, businessDays, weeks, months, years }

    /// A number, or the name of what holds it: a setting, a field or a fact.
    public enum Count: Sendable, Hashable {
        case number(Int)
        case fact(String)
    }

    public var unit: Unit
    public var count: Count

    /// No document counts further, so that no date leaves the calendar.
    static let range = 1...5000

    /// The date that it ends on; `nil` while its count is not known or no sensible number.
    ///
    /// - parameter isBusinessDay: the jurisdiction's calendar.
    public func end(from start: Day, known: KnownFacts, isBusinessDay: (Day) -> Bool) -> Day? {
        let number: Int
        switch count {
        case .number(let written): number = written
        case .fact(let name):
            guard case .number(let value)? = known.values[name] else { return nil }
            number = value
        }
        guard Self.range.contains(number) else { return nil }
        return switch unit {
        case .days: start.adding(days: number)
        case .weeks: start.adding(days: 7 * number)
        case .months: start.adding(DayShift(months: number))
        case .years: start.adding(DayShift(years: number))
        case .businessDays: start.adding(businessDays: number, isBusinessDay)
        }
    }
}

extension Day {
    /// The last of a number of business days that follow this date; `nil` where a calendar has next to none.
    func adding(businessDays count: Int, _ isBusinessDay: (Day) -> Bool) -> Day? {
        var left = count
        var day = self
        for _ in 0..<(count * 10 + 100) where left > 0 {
            day = day.adding(days: 1)
            if isBusinessDay(day) { left -= 1 }
        }
        return left == 0 ? day : nil
    }
}
