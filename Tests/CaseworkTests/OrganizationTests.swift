import Casework
import EventModel
import Testing

@Suite("Organization")
struct OrganizationTests {
    typealias Row = RefusalRow<Organization>

    @Test("An organization is registered, whatever its kind", arguments: Organization.Kind.allCases)
    func register(kind: Organization.Kind) {
        let registered = Organization.Registered(name: "Northside Works", kind: kind, jurisdictions: ["us-il-cook"])
        given(Organization.self).when(.register(registered)).then(.registered(registered))
        #expect(Organization.state(after: [.registered(registered)]).name == "Northside Works")
    }

    @Test("A command that breaks a rule is refused", arguments: Self.rows)
    func refusals(row: Row) { row.check() }

    static let rows: [Row] = [
        .init(
            "an organization is registered once",
            [.registered(.init(name: "A", kind: .partner, jurisdictions: ["us-il-cook"]))],
            .register(.init(name: "A", kind: .partner, jurisdictions: ["us-il-cook"])), .alreadyRegistered),
        .init(
            "an organization has a name", [],
            .register(.init(name: " ", kind: .partner, jurisdictions: ["us-il-cook"])),
            .required(field: "name")),
        .init(
            "an organization works somewhere", [], .register(.init(name: "A", kind: .partner, jurisdictions: [])),
            .required(field: "jurisdictions")),
    ]
}
