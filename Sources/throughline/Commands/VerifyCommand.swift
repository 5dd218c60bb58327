import ArgumentParser
import Casework
import EventLog
import EventModel
import Foundation
import Ledger
import Notary

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compute the history again and compare it with what was published of it.",
        discussion: """
            Reads every event, computes every leaf, tile and root, and checks the signatures. Compares also with the \
            checkpoint that this server published outside the database, and with the one given by --against. Exits \
            with 1 and names the first position that does not match.

            With --bundle it verifies a file of `throughline audit export`, and needs no database.

            Examples:
              throughline verify --jurisdiction us-il-cook --against checkpoint.txt
              throughline verify --bundle us-il-cook.tar --key 'example.org/log/us-il-cook+…'
            """)

    @OptionGroup var options: SiteOptions
    @Option(help: "The jurisdiction's division identifier or slug; all by default.") var jurisdiction: String?
    @Option(help: "A bundle to verify instead of the database.") var bundle: String?
    @Option(help: "A checkpoint that was kept elsewhere.") var against: String?
    @Option(help: "With --bundle: the log's public key as you know it from elsewhere.") var key: String?

    func validate() throws {
        if bundle != nil, jurisdiction != nil { throw ValidationError("Give --bundle or --jurisdiction, not both.") }
        if bundle == nil, key != nil { throw ValidationError("--key goes with --bundle.") }
        if against != nil, bundle == nil, jurisdiction == nil {
            throw ValidationError("A checkpoint is of one log: give its --jurisdiction.")
        }
    }

    private struct Line: Encodable {
        var jurisdiction: String
        var origin: String
        var key: String
        var holds: Bool
        var events: Int64
        var verifiedEvents: Int64
        var checkpoint: UInt64
        var root: String?
        var checkpoints: Int
        var failedPosition: Int64?
        var finding: String?
        var seconds: Double
    }

    func run() async throws {
        try await Exit.on {
            var outside: [LogVerifier.Outside] = []
            if let against {
                guard let note = try? String(contentsOfFile: against, encoding: .utf8) else {
                    throw InputError("The checkpoint \(against) cannot be read.")
                }
                outside.append(.init(name: "the checkpoint \(against)", note: note))
            }
            let lines: [Line]
            if let bundle {
                lines = [try verify(bundle: bundle, outside)]
            } else {
                lines = try await verifyDatabase(outside)
            }
            try show(lines)
            if lines.contains(where: { !$0.holds }) { throw Exit.doesNotHold }
        }
    }

    private func verify(bundle: String, _ outside: [LogVerifier.Outside]) throws -> Line {
        let start = ContinuousClock.now
        let report = try BundleVerifier(path: bundle, trusted: key.map { try VerifierKey($0) })
            .verify(against: outside)
        return line(report, start)
    }

    private func verifyDatabase(_ outside: [LogVerifier.Outside]) async throws -> [Line] {
        try await Site.with(options) { site in
            var logs = try await site.reader.jurisdictions()
            if let jurisdiction { logs = [Jurisdiction.slug(of: jurisdiction)] }
            var lines: [Line] = []
            for slug in logs {
                let start = ContinuousClock.now
                let report = try await site.verify(slug, outside: outside) { position in
                    Console.progress("\(slug): \(position) events")
                }
                Console.progress("")
                if let report {
                    lines.append(line(report, start))
                } else {
                    Console.say("Nothing was published of \(slug) yet, so there is nothing to compare it with.")
                }
            }
            return lines
        }
    }

    private func line(_ report: VerificationReport, _ start: ContinuousClock.Instant) -> Line {
        Line(
            jurisdiction: report.jurisdiction, origin: report.origin, key: report.verifierKey,
            holds: report.finding == nil, events: report.events, verifiedEvents: report.verifiedEvents,
            checkpoint: report.size, root: report.root, checkpoints: report.checkpoints,
            failedPosition: report.finding?.position, finding: report.finding?.description,
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    private func show(_ lines: [Line]) throws {
        guard !options.json else { return try Console.json(lines) }
        for line in lines {
            if let finding = line.finding {
                Console.print("\(line.jurisdiction): DOES NOT MATCH. \(finding).")
                Console.print("  The last checkpoint that holds has \(line.checkpoint) entries.")
            } else {
                let newer = max(0, line.events - line.verifiedEvents)
                Console.print(
                    "\(line.jurisdiction): verified to checkpoint \(line.checkpoint)"
                        + (bundle == nil && newer > 0 ? "; \(newer) newer events wait for the next" : ""))
                Console.print("  log   \(line.origin)")
                Console.print("  key   \(line.key)")
                Console.print("  root  \(line.root ?? "none")")
            }
            let rate = Int((Double(line.events) / max(line.seconds, 0.001)).rounded())
            Console.say("\(line.events) events in \(line.seconds) s: \(rate) a second")
        }
    }
}
