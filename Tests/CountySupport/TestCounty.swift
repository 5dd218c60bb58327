public import Access
public import Application
import Casework
public import EventLog
import EventModel
public import Foundation
public import ModuleHost

/// One county on a fresh database: an office, two partners with a program each, the other organizations, and an
/// account of every role. A server works for it until the test ends.
public struct TestCounty: Sendable {
    public static let slug = "us-zz-test"
    public static let division = "ocd-division/country:us/state:zz/county:test"
    public static let zone = "America/Chicago"
    /// Every account's.
    public static let password = "tulip-garage-nine"

    /// The people of the county.
    public enum Person: String, CaseIterable, Sendable {
        case prosecutor, supervisor, partner, otherPartner, corrections, auditor, administrator, `operator`

        public var role: Role { self == .otherPartner ? .partner : Role(rawValue: rawValue) ?? .partner }
        public var email: String { "\(rawValue.lowercased())@example.org" }

        var kind: OrganizationKind {
            switch self {
            case .prosecutor, .supervisor, .administrator: .prosecutor
            case .partner, .otherPartner: .partner
            case .corrections: .corrections
            case .auditor: .oversight
            case .operator: .operations
            }
        }
    }

    public let database: TestDatabase
    public let clock: TestClock
    public let site: TestSite
    public let office: UUID
    public let partner: UUID
    public let otherPartner: UUID
    public let program: UUID
    public let otherProgram: UUID
    private let people: [Person: Principal]

    public var throughline: Throughline { site.throughline }
    public var access: AccessStore { site.access }
    public var reader: EventReader { site.reader }

    /// Runs a test in a county of its own, and closes everything after it.
    public static func run(
        rules: SupervisionRules = SupervisionRules(), _ test: (TestCounty) async throws -> Void
    ) async throws {
        let database = try await TestDatabase()
        let clock = TestClock()
        try await TestSite.run(on: database, at: clock, rules: rules) { site in
            try await test(try await TestCounty(database, clock, site))
        }
    }

    private init(_ database: TestDatabase, _ clock: TestClock, _ site: TestSite) async throws {
        (self.database, self.clock, self.site) = (database, clock, site)
        let throughline = site.throughline
        func context() -> CommandContext { CommandContext(.system, commandID: UUID(version7At: Date())) }
        _ = try await throughline.registerJurisdiction(
            .init(slug: Self.slug, division: Self.division, name: "Test County", timeZone: Self.zone),
            calendar: .init(holidays: []), context())
        func organization(_ name: String, _ kind: Organization.Kind) async throws -> UUID {
            try await throughline.registerOrganization(name: name, kind: kind, jurisdictions: [Self.slug], context()).id
        }
        func housing(_ name: String, of partner: UUID) async throws -> UUID {
            try await throughline.registerProgram(
                .init(organization: partner, name: name, summary: "Beds", maximum: 2), in: Self.slug, context()
            ).id
        }
        office = try await organization("Test County Attorney", .prosecutor)
        partner = try await organization("Second Harbor", .partner)
        otherPartner = try await organization("River Works", .partner)
        program = try await housing("Harbor housing", of: partner)
        otherProgram = try await housing("River housing", of: otherPartner)
        let homes: [Person: UUID] = [
            .partner: partner, .otherPartner: otherPartner,
            .corrections: try await organization("Reentry Unit", .corrections),
            .auditor: try await organization("State Auditor", .oversight),
            .operator: try await organization("Operations", .operations),
        ]
        var people: [Person: Principal] = [:]
        for person in Person.allCases {
            let account = NewAccount(
                id: UUID(), email: person.email, displayName: "Staff \(person.rawValue)",
                organization: homes[person] ?? office, organizationKind: person.kind, jurisdictions: [Self.slug],
                roles: [person.role])
            try await site.access.createAccount(account, password: Self.password, now: Date())
            people[person] = Principal(
                accountID: account.id, displayName: account.displayName, email: account.email,
                organization: account.organization, organizationKind: account.organizationKind,
                jurisdictions: account.jurisdictions, roles: account.roles, language: account.language,
                channel: .session(csrf: "test"))
        }
        self.people = people
        try await catchUp()
    }

    /// One of the people, as if signed in.
    public func principal(_ person: Person) -> Principal {
        guard let principal = people[person] else { preconditionFailure("Every person has an account.") }
        return principal
    }

    /// Lets the processes answer everything and the read models show it.
    public func catchUp() async throws {
        try await site.runner.catchUp(Self.slug)
        try await site.processes.catchUp(Self.slug)
        try await site.runner.catchUp(Self.slug)
        try await site.processes.fireClocks(in: Self.slug)
        try await site.processes.catchUp(Self.slug)
        try await site.runner.catchUp(Self.slug)
        try await site.runner.catchUp(networkLog)
    }
}
