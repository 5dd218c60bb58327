import ArgumentParser
import Foundation

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The configuration in force.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every setting with its value, secrets hidden.",
            discussion: "Example: THROUGHLINE_LISTEN=127.0.0.1:9000 throughline config check")
        @OptionGroup var options: SiteOptions

        func run() async throws {
            let shown = try await options.settings().shown
            guard !options.json else {
                return try Console.json(Dictionary(uniqueKeysWithValues: shown.map { ($0.key, $0.value) }))
            }
            Console.table(["setting", "value"], shown.map { [$0.key, $0.value] })
        }
    }
}
