import Access
import Application
import ArgumentParser
import Casework
import EventLog
import EventModel
import Foundation
import Ledger
import Notary

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Give history out with its proof.",
        subcommands: [Publish.self, Export.self, Proof.self, OpenEpoch.self])

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign and publish what is new now, without waiting for the server.",
            discussion: "Example: throughline audit publish --jurisdiction us-il-cook")
        @OptionGroup var options: SiteOptions
        @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String

        func run() async throws {
            try await Exit.on {
                let slug = Jurisdiction.slug(of: jurisdiction)
                let checkpoint = try await Site.with(options) { try await $0.publish(slug) }
                if options.json {
                    try Console.json(["checkpoint": String(checkpoint.size), "root": checkpoint.root.hex])
                } else {
                    Console.print("Published to checkpoint \(checkpoint.size), root \(checkpoint.root.hex).")
                }
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a bundle that can be verified with no database.",
            discussion: """
                The bundle is a tar archive. It has the log's tree whole, and the events, or those of a range of \
                positions. Personal fields stay sealed in it.

                Example: throughline audit export --jurisdiction us-il-cook --out us-il-cook.tar
                """)
        @OptionGroup var options: SiteOptions
        @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
        @Option(help: "The first position whose event is in the bundle.") var from: Int64?
        @Option(help: "The last position whose event is in the bundle.") var to: Int64?
        @Option(help: "The file to write.") var out: String

        func validate() throws {
            if let from, from < 0 { throw ValidationError("--from is a position, from 0.") }
            if let to, to < from ?? 0 { throw ValidationError("--to is a position, not before --from.") }
        }

        func run() async throws {
            try await Exit.on {
                let slug = Jurisdiction.slug(of: jurisdiction)
                let draft = "\(out).part"
                guard FileManager.default.createFile(atPath: draft, contents: nil),
                    let file = FileHandle(forWritingAtPath: draft)
                else { throw InputError("The file \(draft) cannot be written.") }
                defer { try? FileManager.default.removeItem(atPath: draft) }
                let summary = try await Site.with(options) { site in
                    _ = try await site.publish(slug)
                    try await site.application.requireMatchingHistory(of: slug)
                    return try await BundleWriter(pool: site.pool).write(
                        slug, from: from, to: to, at: Date()
                    ) { try file.write(contentsOf: $0) }
                }
                guard let summary else { throw InputError("Nothing was published of \(slug) yet.") }
                try file.close()
                guard rename(draft, out) == 0 else { throw InputError("The file \(out) cannot be written.") }
                if options.json {
                    try Console.json([
                        "origin": summary.origin, "checkpoint": String(summary.size), "events": String(summary.events),
                    ])
                } else {
                    Console.print(
                        "\(out): \(summary.events) events under checkpoint \(summary.size) of \(summary.origin)")
                }
            }
        }
    }

    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the proof that an event is in the log (C2SP tlog-proof).",
            discussion: "Example: throughline audit proof --jurisdiction us-il-cook --event ID > event.tlog-proof")
        @OptionGroup var options: SiteOptions
        @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
        @Option(help: "The event's id.") var event: String

        func run() async throws {
            try await Exit.on {
                guard let id = UUID(uuidString: event) else { throw InputError("--event is an event's id.") }
                let slug = Jurisdiction.slug(of: jurisdiction)
                let proof = try await Site.with(options) { site in
                    guard let position = try await site.reader.position(of: id, in: slug) else {
                        throw InputError("There is no event \(id.text) in \(slug).")
                    }
                    _ = try await site.publish(slug)
                    return try await site.application.proof(ofPosition: position, in: slug, for: .commandLine).text
                }
                if options.json {
                    try Console.json(["proof": proof])
                } else {
                    try FileHandle.standardOutput.write(contentsOf: Data(proof.utf8))
                }
            }
        }
    }

    struct OpenEpoch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new-epoch",
            abstract: "Begin a log's checkpoints anew, after published entries were lost.",
            discussion: """
                Only for a log whose publisher has stopped, and never before a backup with the lost entries was looked \
                for. The first entry of the new epoch names the last good checkpoint, the reason and who decided.

                Example: throughline audit new-epoch --jurisdiction us-il-cook --reason "Disk failed on May 3; the \
                backup of 2 AM was restored" --by "Ana Ruiz" --by "Tom Beck"
                """)
        @OptionGroup var options: SiteOptions
        @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
        @Option(help: "Why, in a sentence for auditors.") var reason: String
        @Option(help: "Who decided; give it twice, for two people.") var by: [String]

        func run() async throws {
            try await Exit.on {
                let new = try NewEpoch(
                    jurisdiction: Jurisdiction.slug(of: jurisdiction), reason: reason, people: by)
                let (epoch, checkpoint) = try await Site.with(options) { site in
                    try await site.publisher.open(new, at: Date())
                }
                if options.json {
                    try Console.json([
                        "epoch": String(epoch.number), "origin": epoch.origin, "key": epoch.verifierKey,
                        "checkpoint": String(checkpoint.size),
                    ])
                } else {
                    Console.print("Epoch \(epoch.number) is open as \(epoch.origin), at checkpoint \(checkpoint.size).")
                    Console.print("Its public key is \(epoch.verifierKey). Tell those who verify, and the witnesses.")
                }
            }
        }
    }
}
