import Access
import Casework
public import EventLog
import EventModel
import Foundation

extension Throughline {
    /// Fills empty logs with an invented network, two counties and about 400 referrals over two years.
    ///
    /// Does nothing where it was done before, so a second start finds the same demonstration.
    public func loadDemonstration(
        into history: InventedHistory, processes: ProcessRunner, progress: (String) -> Void
    ) async throws {
        let cast = DemonstrationCast.standard
        try await registerNetwork(cast)
        for (index, county) in cast.counties.enumerated() {
            guard try await reader.head(county.slug) < 0 else { continue }
            guard let jurisdiction = try await directory.jurisdiction(county.slug) else { throw Failure.notFound }
            progress("Inventing the history of \(county.name)")
            let simulation = Simulation(
                cast, county: county, calendar: jurisdiction.calendar, referrals: index == 0 ? 225 : 135,
                seed: UInt64(index) + 2026, now: now())
            try await history.append(try await sealed(simulation, in: county.slug), to: county.slug)
            try await processes.skipClocks(to: try await reader.head(county.slug), in: county.slug)
        }
        progress("Building the read models")
        for name in [networkLog] + cast.counties.map(\.slug) {
            try await runner.catchUp(name)
            try await processes.catchUp(name)
        }
        try await createAccounts(cast)
    }

    private func registerNetwork(_ cast: DemonstrationCast) async throws {
        let year = Day(now(), in: .gmt).year
        for (index, county) in cast.counties.enumerated() where try await directory.jurisdiction(county.slug) == nil {
            let context = CommandContext(.commandLine, commandID: DemonstrationCast.id("county", index))
            _ = try await registerJurisdiction(
                .init(slug: county.slug, division: county.division, name: county.name, timeZone: county.zone),
                calendar: .init(holidays: BusinessCalendar.Rules.federalHolidays(year - 2...year + 2)), context)
            try await runner.catchUp(networkLog)
        }
        for slug in DemonstrationCast.realCounties { try await ensureJurisdiction(slug, named: slug) }
        let known = try await directory.organizations()
        for office in cast.offices where known[office.id] == nil {
            _ = try await registerOrganization(
                name: office.name, kind: office.kind, jurisdictions: office.counties,
                CommandContext(.commandLine, commandID: office.id))
        }
        try await runner.catchUp(networkLog)
    }

    private func sealed(_ simulation: Simulation, in slug: String) async throws -> [InventedHistory.Event] {
        let happenings = simulation.history
        let entries = happenings.map {
            Decision.Entry(
                id: $0.id, stream: $0.stream, payload: $0.payload, subject: $0.subject, occurred: $0.occurred)
        }
        let events = try await encode(entries, at: now(), in: slug)
        return zip(happenings, events).map { happening, event in
            InventedHistory.Event(
                event: event, recordedAt: happening.recordedAt, actor: happening.actor?.id,
                organization: happening.actor?.office, command: happening.command)
        }
    }

    private func createAccounts(_ cast: DemonstrationCast) async throws {
        for person in cast.people where try await access.account(person.id) == nil {
            guard let office = cast.offices.first(where: { $0.id == person.office }),
                let kind = OrganizationKind(rawValue: office.kind.rawValue)
            else { continue }
            let account = NewAccount(
                id: person.id, email: person.email, displayName: person.name, organization: office.id,
                organizationKind: kind, jurisdictions: cast.counties(of: person), roles: person.roles,
                language: person.language)
            try await access.createAccount(account, password: DemonstrationCast.password, now: now())
        }
    }
}
