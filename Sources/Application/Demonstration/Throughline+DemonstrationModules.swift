import Access
import Casework
import EventModel
import Foundation
import Logging
import Workflows

extension Throughline {
    /// Puts a module into force in one of the demonstration's counties, as two of its people do.
    ///
    /// What is in force already is left as it is, so a second start changes nothing.
    public func activateDemonstration(
        _ package: ModulePackage, in county: String, settings: [String: String]
    ) async throws {
        let cast = DemonstrationCast.standard
        let (id, version) = (package.document.id, package.document.version.description)
        let today = Day(now(), in: try await directory.zone(of: county))
        guard try await activeModule(id, in: county, on: today)?.module.version != package.document.version,
            let first = cast.member(of: county, as: .administrator),
            let second = cast.member(of: county, as: .supervisor)
        else { return }
        func context(_ step: String, _ principal: Principal) -> CommandContext {
            CommandContext(principal, commandID: DemonstrationCast.id("\(id)/\(version)/\(step)", 0))
        }
        do {
            _ = try await installModule(package, context("install", first))
            _ = try await proposeModule(id, version, in: county, settings: settings, context("propose", first))
            _ = try await approveModule(id, version, in: county, context("approve", second))
        } catch Failure.refused(let refused) {
            logger.warning("a demonstration module stays out of force", metadata: ["why": "\(refused.code)"])
        }
    }
}

extension DemonstrationCast {
    /// Somebody of a county with a role, as if signed in.
    func member(of county: String, as role: Role) -> Principal? {
        people.first { counties(of: $0).contains(county) && $0.roles.contains(role) }.flatMap(principal)
    }

    private func principal(_ person: Person) -> Principal? {
        guard let office = offices.first(where: { $0.id == person.office }),
            let kind = OrganizationKind(rawValue: office.kind.rawValue)
        else { return nil }
        return Principal(
            accountID: person.id, displayName: person.name, email: person.email, organization: office.id,
            organizationKind: kind, jurisdictions: counties(of: person), roles: person.roles,
            language: person.language, channel: .session(csrf: ""))
    }
}
