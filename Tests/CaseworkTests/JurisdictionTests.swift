import Casework
import EventModel
import Foundation
import Testing

@Suite("Jurisdiction")
struct JurisdictionTests {
    typealias Row = RefusalRow<Jurisdiction>

    @Test("A jurisdiction is registered and adopts a calendar, as often as it likes")
    func register() {
        let rules = BusinessCalendar.Rules(holidays: [])
        given(Jurisdiction.self).when(.register(Self.cook())).then(.registered(Self.cook()))
        given(Jurisdiction.self, .registered(Self.cook())).when(.adoptCalendar(rules))
            .then(.calendarAdopted(.init(calendar: rules)))
        given(Jurisdiction.self, .registered(Self.cook()), .calendarAdopted(.init(calendar: rules)))
            .when(.adoptCalendar(rules)).then(.calendarAdopted(.init(calendar: rules)))
        let state = Jurisdiction.state(after: [.registered(Self.cook()), .calendarAdopted(.init(calendar: rules))])
        #expect(state.registered == Self.cook())
        #expect(state.rules == rules)
    }

    @Test(
        "A division's slug is its parts in plain letters",
        arguments: [
            ("ocd-division/country:us/state:il/county:cook", "us-il-cook"),
            ("ocd-division/country:us/state:mn/county:lac_qui_parle", "us-mn-lac-qui-parle"),
            ("ocd-division/country:us/state:md/county:prince_george~s", "us-md-prince-georges"),
            ("ocd-division/country:us/state:nm/county:doña_ana", "us-nm-dona-ana"),
            ("ocd-division/country:us/district:dc", "us-dc"), ("ocd-division/country:us", "us"),
            ("us-il-cook", "us-il-cook"),
        ])
    func slug(division: String, slug: String) {
        #expect(Jurisdiction.slug(of: division) == slug)
        given(Jurisdiction.self).when(.register(Self.cook { $0.slug = slug })).then(
            .registered(Self.cook { $0.slug = slug }))
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] =
        [
            .init("a jurisdiction is registered once", [.registered(cook())], .register(cook()), .alreadyRegistered),
            .init(
                "a zone is one that clocks know", [], .register(cook { $0.timeZone = "America/Gotham" }),
                .unknownTimeZone("America/Gotham")),
            .init("a calendar is a registered jurisdiction's", [], .adoptCalendar(.init(holidays: [])), .notRegistered),
        ]
        + ["", "u", "US-IL-COOK", "us il", "us/il", "us_il", "doña", String(repeating: "a", count: 61)].map { slug in
            .init("\(slug) is no slug", [], .register(cook { $0.slug = slug }), .invalidSlug(slug))
        }
        + badCalendars.map { name, rules in
            .init("a calendar \(name)", [.registered(cook())], .adoptCalendar(rules), .invalidCalendar)
        }

    private static let badCalendars: [(String, BusinessCalendar.Rules)] = [
        ("opens before it closes", .init(opens: 600, closes: 600, holidays: [])),
        ("does not open after it closes", .init(opens: 601, closes: 600, holidays: [])),
        ("does not open before midnight", .init(opens: -1, closes: 600, holidays: [])),
        ("does not close before midnight", .init(opens: -10, closes: -5, holidays: [])),
        ("does not close after midnight", .init(opens: 0, closes: 1441, holidays: [])),
        ("has a working day", .init(workdays: [], holidays: [])),
        ("has no day 0", .init(workdays: [0, 1], holidays: [])),
        ("has no day 8", .init(workdays: [1, 8], holidays: [])),
    ]

    private static func cook(_ edit: (inout Jurisdiction.Registered) -> Void = { _ in }) -> Jurisdiction.Registered {
        var cook = Jurisdiction.Registered(
            slug: "us-il-cook", division: "ocd-division/country:us/state:il/county:cook", name: "Cook County",
            timeZone: "America/Chicago")
        edit(&cook)
        return cook
    }
}
