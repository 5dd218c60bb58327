import Casework
public import Access
import Application
public import ArgumentParser
import EventModel
import Foundation

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts of people.", subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account.",
            discussion: """
                The password is read from standard input, or from the file of --password-file; it is never an argument.

                Example: throughline user add ana@halden.example --name "Ana Reyes" --organization ID --role prosecutor
                """)
        @OptionGroup var options: SiteOptions
        @Argument(help: "The work e-mail address.") var email: String
        @Option(help: "The person's name.") var name: String
        @Option(help: "The organization's id, as `throughline organization list` shows it.") var organization: String
        @Option(help: "A role; give it once for each role.") var role: [Role]
        @Option(help: "The language of the pages: en or es.") var language = "en"
        @Option(name: .customLong("password-file"), help: "A file whose first line is the password.") var passwordFile:
            String?

        func run() async throws {
            try await Exit.on {
                guard let organization = UUID(uuidString: organization) else {
                    throw InputError("--organization is an id such as 0199c0de-0000-7000-8000-000000000000.")
                }
                let password = try readPassword()
                let id = try await Site.with(options) { site in
                    try await site.catchUp(networkLog)
                    guard let office = try await site.application.organization(organization),
                        let kind = OrganizationKind(rawValue: office.kind.rawValue)
                    else {
                        throw InputError(
                            "There is no organization \(organization.text). `throughline organization list` shows them."
                        )
                    }
                    let id = UUID(version7At: Date())
                    let account = NewAccount(
                        id: id, email: email, displayName: name, organization: organization, organizationKind: kind,
                        jurisdictions: Set(office.jurisdictions), roles: Set(role), language: language)
                    do {
                        try await site.access.createAccount(account, password: password, now: Date())
                    } catch let error as AccountError {
                        throw InputError("The account cannot be made: \(error).")
                    }
                    return id
                }
                if options.json { try Console.json(["id": id.text, "email": email]) } else { Console.print(id.text) }
            }
        }

        private func readPassword() throws -> String {
            if let passwordFile {
                guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
                    throw InputError("\(passwordFile) cannot be read.")
                }
                return text.components(separatedBy: .newlines)[0]
            }
            if isatty(STDIN_FILENO) == 1 {
                guard let typed = getpass("Password: ") else { throw InputError("A password is needed.") }
                return String(cString: typed)
            }
            guard let line = readLine() else { throw InputError("Give the password on standard input.") }
            return line
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The accounts there are.", discussion: "Example: throughline user list")
        @OptionGroup var options: SiteOptions

        private struct Line: Encodable {
            var id: String
            var email: String
            var name: String
            var roles: [String]
            var locked: Bool
        }

        func run() async throws {
            try await Exit.on {
                let lines = try await Site.with(options) { site in
                    try await site.access.accounts().map {
                        Line(
                            id: $0.id.text, email: $0.email, name: $0.displayName,
                            roles: $0.roles.map(\.rawValue).sorted(), locked: $0.lockedAt != nil)
                    }
                }
                guard !options.json else { return try Console.json(lines) }
                Console.table(
                    ["e-mail", "name", "roles", "locked", "id"],
                    lines.map { [$0.email, $0.name, $0.roles.joined(separator: " "), $0.locked ? "yes" : "", $0.id] })
            }
        }
    }
}

extension Role: ExpressibleByArgument {}
