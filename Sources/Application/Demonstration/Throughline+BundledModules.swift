import Access
import Casework
import Crypto
import EventModel
import Foundation
import Workflows

extension Throughline {
    /// Installs modules and puts each into force where its county is known, by two demonstration accounts, as any
    /// county would; a second start finds them there.
    ///
    /// What a document leaves to its county is only answered for invented ones: for a real county it would be a guess.
    public func demonstrateModules(_ packages: [ModulePackage], progress: (String) -> Void) async throws {
        let cast = DemonstrationCast.standard
        for package in packages {
            let document = package.document
            let version = document.version.description
            do {
                _ = try await installModule(package, Self.step("install", package, "", .commandLine))
            } catch Failure.refused(let refused) {
                progress("\(document.id) \(version) is not installed: \(refused.code)")
                continue
            }
            for slug in document.jurisdictions {
                guard let (proposer, approver) = cast.moduleStaff(of: slug),
                    try await installedModule(document.id, version).activations.isEmpty
                else { continue }
                let settings = cast.settings(of: slug)
                guard (try? document.settings(settings)) != nil else {
                    progress("\(document.id) \(version) waits for the settings of \(slug)")
                    continue
                }
                _ = try await proposeModule(
                    document.id, version, in: slug, settings: settings, Self.step("propose", package, slug, proposer))
                _ = try await approveModule(
                    document.id, version, in: slug, Self.step("approve", package, slug, approver))
                progress("\(document.id) \(version) is in force in \(slug)")
            }
        }
    }

    /// The same step of the same package is the same command at every start.
    private static func step(
        _ name: String, _ package: ModulePackage, _ slug: String, _ principal: Principal
    ) -> CommandContext {
        let text = Data("demonstration/\(name)/\(package.document.id)/\(package.hash)/\(slug)".utf8)
        return CommandContext(principal, commandID: UUID(version8From: SHA256.hash(data: text)))
    }
}

extension DemonstrationCast {
    /// The administrator and the supervisor who put modules into force in a county.
    func moduleStaff(of slug: String) -> (Principal, Principal)? {
        guard let proposer = member(of: slug, as: .administrator), let approver = member(of: slug, as: .supervisor)
        else { return nil }
        return (proposer, approver)
    }

    /// What the invented counties decide of what their modules leave open.
    func settings(of slug: String) -> [String: String] { slug == "us-zz-halden" ? ["plan-months": "6"] : [:] }

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
