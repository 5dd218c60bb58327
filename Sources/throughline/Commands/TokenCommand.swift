public import Access
public import ArgumentParser
import EventModel
import Foundation

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "API tokens.", subcommands: [Create.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a bearer token; it is printed once and kept only as a hash.",
            discussion: "Example: throughline token create --user prosecutor@demo.test --scope read --scope write")
        @OptionGroup var options: SiteOptions
        @Option(help: "The account's e-mail address.") var user: String
        @Option(help: "What it may be used for; give it once for each scope.") var scope: [TokenScope] = [.read]
        @Option(help: "How many days it is good for.") var expires = 90
        @Option(help: "What it is for, to know it by later.") var name = "command line"

        func run() async throws {
            try await Exit.on {
                guard (1...3650).contains(expires) else {
                    throw InputError("--expires is a number of days, 1 to 3650.")
                }
                let token = try await Site.with(options) { site in
                    guard let account = try await site.access.account(email: user) else {
                        throw InputError("There is no account \(user). See `throughline user list`.")
                    }
                    let until = Date().addingTimeInterval(Double(expires) * 86_400)
                    return try await site.access.createToken(
                        for: account.id, label: name, scopes: Set(scope), expires: until, by: account.id, now: Date())
                }
                if options.json {
                    try Console.json(["id": token.id.text, "token": token.secret])
                } else {
                    Console.say(
                        "Keep it now; it is not shown again. To revoke it: throughline token revoke \(token.id.text)")
                    Console.print(token.secret)
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a token at once.", discussion: "Example: throughline token revoke ID")
        @OptionGroup var options: SiteOptions
        @Argument(help: "The token's id.") var id: String

        func run() async throws {
            try await Exit.on {
                guard let id = UUID(uuidString: id) else { throw InputError("That is not a token's id.") }
                let ended = try await Site.with(options) { try await $0.access.revokeToken(id, now: Date()) }
                guard ended else { throw InputError("There is no such token, or it has ended already.") }
                Console.say("The token has ended.")
                if options.json { try Console.json(["revoked": id.text]) }
            }
        }
    }
}

extension TokenScope: ExpressibleByArgument {}
