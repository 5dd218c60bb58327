import Access
import Application
import ArgumentParser
import Casework
import EventModel
import Foundation
import Workflows

extension ModuleCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The modules that are installed, and where each is in force.",
            discussion: "Example: throughline module list")
        @OptionGroup var options: SiteOptions

        private struct Line: Encodable {
            struct Activation: Encodable {
                var jurisdiction: String
                var state: String
                var from: Day
            }

            var id: String
            var version: String
            var packageHash: String
            var hasHandler: Bool
            var jurisdictions: [String]
            var activations: [Activation]
        }

        func run() async throws {
            try await Exit.on {
                let lines = try await Site.with(options) { site in
                    try await site.application.installedModules(for: .commandLine).map { module in
                        Line(
                            id: module.id, version: module.version.description, packageHash: module.packageHash,
                            hasHandler: module.hasHandler, jurisdictions: module.document.jurisdictions,
                            activations: module.activations.map {
                                .init(jurisdiction: $0.jurisdiction, state: $0.state.rawValue, from: $0.from)
                            })
                    }
                }
                guard !options.json else { return try Console.json(lines) }
                Console.table(
                    ["module", "version", "handler", "where", "hash"],
                    lines.map { line in
                        let places = line.activations.map { "\($0.jurisdiction) \($0.state) from \($0.from)" }
                        return [
                            line.id, line.version, line.hasHandler ? "yes" : "",
                            places.isEmpty ? "nowhere" : places.joined(separator: ", "),
                            String(line.packageHash.prefix(12)),
                        ]
                    })
            }
        }
    }

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a version of a module; nothing is in force by it.",
            discussion: """
                A version never changes: install a mended document under a new version. A handler that the document
                names is looked for in the folder, in its bin, and beside this program; it is tried behind its walls.

                Example: throughline module install Plugins/CookCounty
                """)
        @OptionGroup var options: SiteOptions
        @OptionGroup var folder: Folder

        func run() async throws {
            try await Exit.on {
                let package: ModulePackage
                do throws(ModulePackageError) {
                    package = try ModulePackage(folder: folder.folder)
                } catch { throw InputError("\(error)") }
                let receipt = try await Site.with(options) { site in
                    try await site.application.installModule(package, .now(.commandLine))
                }
                let name = "\(package.document.id)@\(package.document.version)"
                Console.say(receipt.wasRepeat ? "\(name) was installed before." : "\(name) is installed.")
                if options.json {
                    try Console.json(["module": name, "packageHash": package.hash])
                } else {
                    Console.print(name)
                }
            }
        }
    }

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a version into force in a jurisdiction: one person proposes, another approves.",
            discussion: """
                The first call proposes; the second, by another account, approves. Both accounts must be allowed to.

                Example: throughline module activate us-wi-dane.diversion@1.0.0 --jurisdiction us-wi-dane \
                --by ana@dane.example --set length-months=12
                """)
        @OptionGroup var options: SiteOptions
        @OptionGroup var step: Step
        @Option(help: "The first day on which it decides, as 2026-10-13; today without it.") var from: String?
        @Option(name: .customLong("set"), help: "A value that the document leaves to the county, as id=value.")
        var settings: [String] = []

        func run() async throws {
            try await Exit.on {
                let from = try from.map { text in
                    guard let day = Day(text) else { throw InputError("--from \(text) is no date; write 2026-10-13.") }
                    return day
                }
                var values: [String: String] = [:]
                for setting in settings {
                    guard let sign = setting.firstIndex(of: "=") else {
                        throw InputError("--set \(setting) has no value; write id=value.")
                    }
                    values[String(setting[..<sign])] = String(setting[setting.index(after: sign)...])
                }
                let chosen = values
                let (place, by) = (try step.place(), step.by)
                let done = try await Site.with(options) { site in
                    let principal = try await Step.principal(by, site)
                    let known = try await site.application.installedModules(for: .commandLine)
                    let waits = known.contains {
                        $0.id == place.id && $0.version.description == place.version
                            && $0.proposal(in: place.slug) != nil
                    }
                    guard waits else {
                        _ = try await site.application.proposeModule(
                            place.id, place.version, in: place.slug, from: from, settings: chosen, .now(principal))
                        return "proposed"
                    }
                    guard from == nil, chosen.isEmpty else {
                        throw InputError("It waits for approval as it was proposed. Leave out --from and --set.")
                    }
                    _ = try await site.application.approveModule(
                        place.id, place.version, in: place.slug, .now(principal))
                    return "approved"
                }
                Console.say(
                    done == "proposed"
                        ? "Proposed. Somebody else approves it with the same command and another --by."
                        : "Approved. From its day on it decides in \(place.slug).")
                if options.json {
                    try Console.json(["module": step.module, "jurisdiction": place.slug, "done": done])
                } else {
                    Console.print(done)
                }
            }
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a version out of force; cases that began with it keep it.",
            discussion: """
                An earlier version that was never retired decides again.

                Example: throughline module retire us-wi-dane.diversion@1.0.0 --jurisdiction us-wi-dane \
                --by ana@dane.example --reason "The policy has changed."
                """)
        @OptionGroup var options: SiteOptions
        @OptionGroup var step: Step
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await Exit.on {
                let (place, by) = (try step.place(), step.by)
                try await Site.with(options) { site in
                    _ = try await site.application.retireModule(
                        place.id, place.version, in: place.slug, reason: reason,
                        .now(try await Step.principal(by, site)))
                }
                Console.say("It decides no more in \(place.slug).")
                if options.json {
                    try Console.json(["module": step.module, "jurisdiction": place.slug, "done": "retired"])
                }
            }
        }
    }

    /// Which version, where, and whose step it is.
    struct Step: ParsableArguments {
        @Argument(help: "The module and its version, as us-wi-dane.diversion@1.0.0.") var module: String
        @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
        @Option(help: "The e-mail address of the account whose decision it is.") var by: String

        func place() throws -> (id: String, version: String, slug: String) {
            let parts = module.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw InputError("\(module) names no version. Write it as us-wi-dane.diversion@1.0.0.")
            }
            return (parts[0], parts[1], Jurisdiction.slug(of: jurisdiction))
        }

        static func principal(_ email: String, _ site: Site) async throws -> Principal {
            guard
                let account = try await site.access.accounts().first(where: {
                    $0.email == email.lowercased() && $0.disabledAt == nil
                })
            else {
                throw InputError("There is no account of \(email). `throughline user list` shows them.")
            }
            return Principal(
                accountID: account.id, displayName: account.displayName, email: account.email,
                organization: account.organization, organizationKind: account.organizationKind,
                jurisdictions: account.jurisdictions, roles: account.roles, language: account.language,
                channel: .commandLine)
        }
    }
}

extension CommandContext {
    /// A command that nobody will send again.
    static func now(_ principal: Principal) -> CommandContext {
        CommandContext(principal, commandID: UUID(version7At: Date()))
    }
}
