public import EventModel
import Yams

/// A span of the calendar.
public struct DayShift: Sendable, Hashable {
    public var years = 0
    public var months = 0
    public var days = 0

    static let keys: [Shape.Key] = [
        .init("years", .count, "Calendar years."), .init("months", .count, "Calendar months."),
        .init("days", .count, "Days."),
    ]

    public init(years: Int = 0, months: Int = 0, days: Int = 0) {
        (self.years, self.months, self.days) = (years, months, days)
    }

    init(_ node: Node) {
        self.init(years: node["years"]?.int ?? 0, months: node["months"]?.int ?? 0, days: node["days"]?.int ?? 0)
    }

    /// The span turned round.
    var negated: DayShift { DayShift(years: -years, months: -months, days: -days) }
}

extension Day {
    /// The date a span later, years and months before days.
    public func adding(_ shift: DayShift) -> Day {
        adding(months: shift.years * 12 + shift.months).adding(days: shift.days)
    }
}
