import Access
import Application
import ArgumentParser
import Casework
import Exchange
import Foundation

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load referrals from a file; the same file twice records nothing new.",
        discussion: """
            Formats: \(ImportFormat.all.map(\.name).joined(separator: ", "))

            Example: throughline import cook-county-diversion diversion.csv --jurisdiction us-il-cook
            """)

    @OptionGroup var options: SiteOptions
    @Argument(help: "The format of the file.") var format: String
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
    @Flag(name: .customLong("dry-run"), help: "Read and report, and write nothing.") var dryRun = false
    @Option(help: "Write rejected rows with reasons to this CSV file.", completion: .file()) var errors: String?

    func run() async throws {
        try await Exit.on {
            let format = try named(format)
            let slug = Jurisdiction.slug(of: jurisdiction)
            guard FileManager.default.isReadableFile(atPath: file) else { throw InputError("\(file) cannot be read.") }
            let report: ImportReport
            do {
                report = dryRun ? try await dryRun(format) : try await record(format, in: slug)
            } catch let error as ImportError {
                Console.endProgress()
                throw InputError("\(error)")
            }
            Console.endProgress()
            Console.print(options.json ? report.json : report.text)
        }
    }

    private func named(_ name: String) throws -> ImportFormat {
        do {
            return try ImportFormat.named(name)
        } catch { throw InputError("\(error)") }
    }

    private func dryRun(_ format: ImportFormat) async throws -> ImportReport {
        try await Importer(format: format).run(
            file: URL(fileURLWithPath: file), dryRun: true, errors: errors.map { URL(fileURLWithPath: $0) },
            progress: show, record: { _ in (0, 0) })
    }

    private func record(_ format: ImportFormat, in slug: String) async throws -> ImportReport {
        try await Site.with(options) { site in
            try await site.application.ensureJurisdiction(slug, named: jurisdiction)
            try await site.catchUp(networkLog)
            let report = try await Importer(format: format).run(
                file: URL(fileURLWithPath: file), dryRun: false, errors: errors.map { URL(fileURLWithPath: $0) },
                progress: show
            ) { rows in
                let count = try await site.application.takeOver(rows, from: format.name, in: slug, for: .commandLine)
                return (count.recorded, count.known)
            }
            Console.progress("bringing the read models up to date")
            try await site.catchUp(slug)
            return report
        }
    }

    private func show(_ progress: ImportProgress) {
        let share = progress.totalBytes.map { $0 > 0 ? " (\(100 * progress.bytes / $0) %)" : "" } ?? ""
        Console.progress("\(progress.rows) rows read\(share), \(progress.recorded) recorded, \(progress.known) known")
    }
}
