import Foundation

/// The calendar and the limits that every clock follows. Read only.
struct DeadlinesPage: PageModel {
    static let template = "deadlines"

    /// The limits of one clock, in working days.
    struct Limit: Sendable {
        /// The clock's kind: `acknowledge` and so on.
        var kind: String
        var days: Int
        var remindAt: Int?
        var escalateAt: Int?
        /// Whether the days are counted by the calendar instead.
        var isCalendarDays = false
    }

    var hours: DataTable
    var holidays: DataTable
    var limits: DataTable
    var hasHolidays: Bool
    var zone: String

    /// - parameter hours: 1 Monday to 7 Sunday, with the words of the hours; a day that is missing is closed.
    init(
        hours: [Int: String], holidays: [(date: Date, name: String)], limits: [Limit], zoneName: String,
        for reader: Reader
    ) {
        let words = reader.words
        self.hours = DataTable(
            caption: words("deadlines.hours"), showsCaption: true,
            columns: [.init(label: words("deadlines.column.day")), .init(label: words("deadlines.column.hours"))],
            rows: (1...7).map { day in
                [.init(words("date.weekday-name.\(day % 7 + 1)")), .init(hours[day] ?? words("deadlines.closed"))]
            })
        self.holidays = DataTable(
            caption: words("deadlines.holidays"), showsCaption: true,
            columns: [.init(label: words("deadlines.column.date")), .init(label: words("deadlines.column.holiday"))],
            rows: holidays.map { [.init(reader.dayMoment($0.date)), .init($0.name)] })
        hasHolidays = !holidays.isEmpty
        func days(_ count: Int?, calendar: Bool) -> String {
            count.map { words(calendar ? "deadlines.calendar-days" : "deadlines.working-days", ["count": $0]) }
                ?? words("deadlines.none")
        }
        self.limits = DataTable(
            caption: words("deadlines.limits"), showsCaption: true,
            columns: ["clock", "limit", "remind", "escalate"].map { .init(label: words("deadlines.column.\($0)")) },
            rows: limits.map { limit in
                [
                    .init(words("clock.\(limit.kind).name"), note: words("clock.\(limit.kind).who")),
                    .init(days(limit.days, calendar: limit.isCalendarDays)),
                    .init(days(limit.remindAt, calendar: limit.isCalendarDays)),
                    .init(days(limit.escalateAt, calendar: limit.isCalendarDays)),
                ]
            })
        zone = words("deadlines.zone", ["zone": zoneName])
    }
}
