import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird

/// The calendar and the limits that every clock follows.
extension WebRoutes {
    func addDeadlines(to router: Router<GatewayContext>) {
        page("/admin/deadlines", on: router) { visit in
            let slug = try visit.slug()
            try throughline.require(.viewDeadlines, on: Resource(jurisdiction: slug), for: try visit.principal())
            guard let county = visit.county else { throw Failure.notFound }
            let rules = county.calendar.rules
            let open = Self.time(rules.opens, visit.reader)
            let close = Self.time(rules.closes, visit.reader)
            let hours = visit.words("deadlines.from-to", ["from": open, "to": close])
            let today = visit.today()
            let holidays = rules.holidays.filter { $0 >= today && $0 < today.adding(days: 400) }.sorted()
                .map { (date: $0.start(in: county.zone), name: Self.holiday($0, visit.words)) }
            let model = DeadlinesPage(
                hours: rules.workdays.reduce(into: [:]) { $0[$1] = hours }, holidays: holidays, limits: Self.limits,
                zoneName: county.zone.identifier.replacingOccurrences(of: "_", with: " "), for: visit.reader)
            return visit.page(model, title: visit.words("nav.deadlines"), current: .deadlines)
        }
    }

    private static var limits: [DeadlinesPage.Limit] {
        let limits = ClockLimits.standard
        return [
            .init(
                kind: "acknowledge", days: limits.acknowledge, remindAt: limits.remindAcknowledge,
                escalateAt: limits.escalateAcknowledge),
            .init(kind: "decide", days: limits.decide),
            .init(kind: "supply-information", days: limits.supplyInformation),
            .init(kind: "intake", days: limits.intake),
            .init(kind: "progress", days: limits.progressCalendarDays, isCalendarDays: true),
            .init(kind: "disposition", days: limits.disposition), .init(kind: "re-refer", days: limits.reRefer),
        ]
    }

    /// A time of day of the calendar, as the reader's language writes it.
    private static func time(_ minutes: Int, _ reader: Reader) -> String {
        let start = Day(daysSince1970: 20_000).instant(secondsAfterMidnight: minutes * 60, in: reader.zone)
        return reader.time(start)
    }

    /// The name of a federal holiday by its time of the year; a county's own is a day of closing.
    private static func holiday(_ day: Day, _ words: Words) -> String {
        let key =
            switch (day.month, day.day) {
            case (12, 31), (1, 1...2): "new-year"
            case (1, 15...21): "king"
            case (2, 15...21): "presidents"
            case (5, 25...31): "memorial"
            case (6, 18...20): "juneteenth"
            case (7, 3...5): "independence"
            case (9, 1...7): "labor"
            case (10, 8...14): "indigenous"
            case (11, 10...12): "veterans"
            case (11, 22...28): "thanksgiving"
            case (12, 24...26): "christmas"
            default: "other"
            }
        return words("holiday.\(key)")
    }
}
