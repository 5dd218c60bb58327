import ArgumentParser
import EventLog
import Foundation

struct ProjectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projection", abstract: "List, rebuild and check the read models.",
        subcommands: [List.self, Rebuild.self, Check.self])

    /// Which read models a command is about.
    struct Names: ParsableArguments {
        @Argument(help: "Names of read models, as `projection list` shows them.") var names: [String] = []
        @Flag(help: "All of them.") var all = false

        func chosen() throws -> [String] {
            let known = Site.projections.map(\.name)
            if all { return known }
            guard !names.isEmpty else {
                throw ValidationError("Name a read model or give --all. There are: \(known.joined(separator: ", ")).")
            }
            for name in names where !known.contains(name) {
                throw ValidationError(
                    "There is no read model \(name). The nearest is \(KnownKeys.nearest(to: name, in: known)).")
            }
            return names
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Position, lag and version of each read model.",
            discussion: "Example: throughline projection list")
        @OptionGroup var options: SiteOptions

        private struct Line: Encodable {
            var name: String
            var version: Int
            var jurisdiction: String
            var position: Int64
            var lag: Int64
            var error: String?
        }

        func run() async throws {
            try await Exit.on {
                let lines = try await Site.with(options) { site in
                    try await site.runner.status().map {
                        Line(
                            name: $0.name, version: $0.version, jurisdiction: $0.jurisdiction, position: $0.position,
                            lag: $0.lag, error: $0.error)
                    }
                }
                guard !options.json else { return try Console.json(lines) }
                Console.table(
                    ["name", "version", "jurisdiction", "position", "lag", "error"],
                    lines.map {
                        [
                            $0.name, String($0.version), $0.jurisdiction, String($0.position), String($0.lag),
                            $0.error ?? "",
                        ]
                    })
            }
        }
    }

    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Build read models anew beside the live ones, and switch.",
            discussion: """
                One that was killed goes on where it was with --all --resume.

                Example: throughline projection rebuild worklist inbox
                """)
        @OptionGroup var options: SiteOptions
        @OptionGroup var names: Names
        @Flag(help: "Only what an earlier rebuild was killed before doing.") var resume = false

        func validate() throws { _ = try names.chosen() }

        func run() async throws {
            try await Exit.on {
                let chosen = try names.chosen()
                let rebuilt = try await Site.with(options) { site in
                    let start = ContinuousClock.now
                    let rebuilt = try await site.runner.rebuild(chosen, resuming: resume) { progress in
                        Console.progress(Self.line(progress, after: .now - start))
                    }
                    Console.endProgress()
                    for name in rebuilt { Console.say("\(name) is rebuilt.") }
                    if rebuilt.isEmpty { Console.say("Nothing was left to rebuild.") }
                    return rebuilt
                }
                if options.json { try Console.json(["rebuilt": rebuilt]) }
            }
        }

        private static func line(_ progress: RebuildProgress, after elapsed: Duration) -> String {
            let percent = progress.total > 0 ? 100 * progress.done / progress.total : 100
            let rate = Int(progress.rate(after: elapsed).rounded())
            let left = progress.remaining(after: elapsed).map {
                ", \($0.formatted(.units(allowed: [.hours, .minutes, .seconds], width: .narrow))) left"
            }
            return "\(percent) %, \(rate) events/s\(left ?? "") (\(progress.projection) of \(progress.jurisdiction))"
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rebuild read models in scratch tables and compare row by row with the live ones.",
            discussion: "Exits with 1 when one differs. Example: throughline projection check --all")
        @OptionGroup var options: SiteOptions
        @OptionGroup var names: Names

        private struct Line: Encodable {
            var name: String
            var jurisdiction: String
            var rows: Int64
            var differences: Int64
            var first: [String]
        }

        func validate() throws { _ = try names.chosen() }

        func run() async throws {
            try await Exit.on {
                let chosen = try names.chosen()
                let lines = try await Site.with(options) { site in
                    var lines: [Line] = []
                    for jurisdiction in try await site.reader.jurisdictions() {
                        try await site.runner.catchUp(jurisdiction)
                        for name in chosen {
                            Console.progress("checking \(name) of \(jurisdiction)")
                            let found = try await site.runner.check(name, jurisdiction: jurisdiction)
                            lines.append(
                                Line(
                                    name: name, jurisdiction: jurisdiction, rows: found.liveRows,
                                    differences: found.differenceCount,
                                    first: found.differences.map {
                                        "\($0.key)\n  live    \($0.live ?? "none")\n  rebuilt \($0.rebuilt ?? "none")"
                                    }))
                        }
                    }
                    Console.progress("")
                    return lines
                }
                if options.json {
                    try Console.json(lines)
                } else {
                    Console.table(
                        ["name", "jurisdiction", "rows", "result"],
                        lines.map {
                            let result = $0.differences == 0 ? "equals its rebuild" : "\($0.differences) rows differ"
                            return [$0.name, $0.jurisdiction, String($0.rows), result]
                        })
                    for line in lines { for difference in line.first { Console.say("\(line.name): \(difference)") } }
                }
                if lines.contains(where: { $0.differences > 0 }) { throw Exit.doesNotHold }
            }
        }
    }
}
