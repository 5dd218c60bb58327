import Casework
import EventModel
import Testing

@Suite("Federal holidays")
struct FederalHolidayTests {
    /// As the Office of Personnel Management publishes them, written down by hand.
    static let observed: [Int: [String]] = [
        2021: [
            "2021-01-01", "2021-01-18", "2021-02-15", "2021-05-31", "2021-06-18", "2021-07-05", "2021-09-06",
            "2021-10-11", "2021-11-11", "2021-11-25", "2021-12-24", "2021-12-31",
        ],
        2024: [
            "2024-01-01", "2024-01-15", "2024-02-19", "2024-05-27", "2024-06-19", "2024-07-04", "2024-09-02",
            "2024-10-14", "2024-11-11", "2024-11-28", "2024-12-25",
        ],
        2025: [
            "2025-01-01", "2025-01-20", "2025-02-17", "2025-05-26", "2025-06-19", "2025-07-04", "2025-09-01",
            "2025-10-13", "2025-11-11", "2025-11-27", "2025-12-25",
        ],
        2026: [
            "2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07",
            "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25",
        ],
        2027: [
            "2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-07-05", "2027-09-06",
            "2027-10-11", "2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31",
        ],
    ]

    @Test("Each year's holidays are observed on the published dates", arguments: observed.keys.sorted())
    func years(year: Int) throws {
        #expect(BusinessCalendar.Rules.federalHolidays(year...year).map(\.description) == Self.observed[year])
    }

    @Test("Years together are the years one by one, in order")
    func range() {
        let all = (2024...2027).flatMap { Self.observed[$0] ?? [] }
        #expect(BusinessCalendar.Rules.federalHolidays(2024...2027).map(\.description) == all)
    }

    @Test("No holiday is observed on a weekend")
    func weekdays() {
        for holiday in BusinessCalendar.Rules.federalHolidays(2021...2100) {
            #expect(holiday.weekday < 6, "\(holiday)")
        }
    }
}
