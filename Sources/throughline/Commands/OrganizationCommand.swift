import Access
import Application
public import ArgumentParser
public import Casework
import EventModel
import Foundation

struct OrganizationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization", abstract: "Offices, community partners and agencies.",
        discussion: "A new installation begins with an organization, then its first account: `throughline user add`.",
        subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register an organization; its jurisdictions are opened where they are new.",
            discussion: """
                Prints the organization's id, which `throughline user add` asks for.

                Example: throughline organization add "Dane County District Attorney" --kind prosecutor \
                --jurisdiction us-wi-dane
                """)
        @OptionGroup var options: SiteOptions
        @Argument(help: "Its name, as people know it.") var name: String
        @Option(help: "What it is.") var kind: Organization.Kind
        @Option(help: "The division identifier or slug of a jurisdiction; give it once for each.")
        var jurisdiction: [String]

        func run() async throws {
            try await Exit.on {
                let slugs = jurisdiction.map { Jurisdiction.slug(of: $0) }
                let id = try await Site.with(options) { site in
                    for (slug, written) in zip(slugs, jurisdiction) {
                        try await site.application.ensureJurisdiction(slug, named: written)
                    }
                    let context = CommandContext(.commandLine, commandID: UUID(version7At: Date()))
                    return try await site.application.registerOrganization(
                        name: name, kind: kind, jurisdictions: slugs, context
                    ).id
                }
                if options.json { try Console.json(["id": id.text, "name": name]) } else { Console.print(id.text) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The organizations there are.", discussion: "Example: throughline organization list")
        @OptionGroup var options: SiteOptions

        private struct Line: Encodable {
            var id: String
            var name: String
            var kind: String
            var jurisdictions: [String]
        }

        func run() async throws {
            try await Exit.on {
                let lines = try await Site.with(options) { site in
                    try await site.catchUp(networkLog)
                    var found: [UUID: OrganizationInfo] = [:]
                    for county in try await site.application.jurisdictions(of: .commandLine) {
                        for organization in try await site.application.organizations(in: county.slug) {
                            found[organization.id] = organization
                        }
                    }
                    return found.values.sorted { $0.name < $1.name }.map {
                        Line(
                            id: $0.id.text, name: $0.name, kind: $0.kind.rawValue,
                            jurisdictions: $0.jurisdictions.sorted())
                    }
                }
                guard !options.json else { return try Console.json(lines) }
                Console.table(
                    ["name", "kind", "jurisdictions", "id"],
                    lines.map { [$0.name, $0.kind, $0.jurisdictions.joined(separator: " "), $0.id] })
            }
        }
    }
}

extension Organization.Kind: ExpressibleByArgument {}
