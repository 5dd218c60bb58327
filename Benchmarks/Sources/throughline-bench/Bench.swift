import ArgumentParser
import Foundation

@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "throughline-bench", abstract: "What Throughline's log and its replay cost.",
        subcommands: [Compare.self, Growth.self], defaultSubcommand: Compare.self)
}

struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Our figures against the machine's limits and against peers, measured in the same run.")

    @Option(help: "Write the rows as JSON to this file.") var json: String?
    @Option(help: "How many runs each figure is the median of.") var runs = 5
    @Option(help: "How many invented rows the import has.") var rows = 20_000
    @Option(help: "A peer that is installed: eventsourcing or umadb. May be given twice.") var peer: [String] = []
    @Option(help: "The Python that the peers are installed for.") var python = "python3"
    @Option(help: "The folder of the peers' scripts.") var peerScripts = "Benchmarks/Peers"

    @Option(help: "Only the rows of this kind. May be given more than once.") var only: [Part] = []

    /// The parts of a run, each measured by itself.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case importing = "import"
        case append, bulk, read, rebuild, verify, modules, peers
    }

    private struct Report: Encodable {
        var machine: [String: String]
        var rows: [Row]
    }

    func run() async throws {
        let stage = try await Stage.open()
        let rows: [Row]
        do {
            rows = try await measured(on: stage)
        } catch {
            await stage.close()
            throw error
        }
        await stage.close()
        show(rows)
        if let json {
            let machine = [
                "cores": String(ProcessInfo.processInfo.activeProcessorCount),
                "system": ProcessInfo.processInfo.operatingSystemVersionString,
            ]
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(Report(machine: machine, rows: rows)).write(to: URL(fileURLWithPath: json))
        }
    }

    private func measured(on stage: Stage) async throws -> [Row] {
        var rows: [Row] = []
        for part in Part.allCases where only.isEmpty || only.contains(part) {
            Progress.say("measuring \(part.rawValue)")
            rows += try await measured(part, on: stage)
        }
        return rows
    }

    private func measured(_ part: Part, on stage: Stage) async throws -> [Row] {
        switch part {
        case .importing: return [try await stage.importAgainstCopy(rows: rows, runs: runs)]
        case .append:
            return [
                try await stage.appends(callers: 1, clients: 1, budget: 0.6, runs: runs),
                try await stage.appends(callers: 64, clients: 16, budget: 1.8, runs: runs),
                try await stage.onSlowDisk {
                    try await stage.appends(callers: 64, clients: 16, budget: 3, runs: runs, note: ", slow disk")
                },
            ]
        case .bulk: return [try await stage.bulkAgainstCopy(events: rows, runs: runs)]
        case .read:
            try await stage.ensureReferrals(rows)
            return [try await stage.readAgainstCopy(runs: runs)]
        case .rebuild:
            try await stage.ensureReferrals(rows)
            return [
                try await stage.rebuildAgainstRead(fromNothing: false, runs: runs),
                try await stage.rebuildAgainstRead(fromNothing: true, runs: runs),
            ]
        case .verify: return try await stage.verify(events: rows * 4, runs: runs)
        case .modules: return try await Modules.rows(runs: runs)
        case .peers:
            var rows: [Row] = []
            for name in peer { rows += try await stage.against(name, scripts: peerScripts, python: python, runs: runs) }
            return rows
        }
    }
}
