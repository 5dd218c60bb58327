import EventModel
import Access
import Application
import ArgumentParser
import Casework
import Exchange
import Foundation
import ReadModels

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write referrals or events to standard output.",
        discussion: """
            Names and notes stay in the vault; what is exported is coded.

            Example: throughline export referrals --format csv --jurisdiction us-il-cook > referrals.csv
            """)

    enum What: String, ExpressibleByArgument, CaseIterable { case referrals, events }
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json, cloudevents }

    @OptionGroup var options: SiteOptions
    @Argument(help: "referrals or events.") var what: What
    @Option(help: "csv, json, or cloudevents (events only).") var format = Format.csv
    @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String

    func validate() throws {
        switch (what, format) {
        case (.referrals, .cloudevents): throw ValidationError("Referrals are exported as csv or json.")
        case (.events, .csv): throw ValidationError("Events are exported as json or cloudevents, one a line.")
        default: break
        }
    }

    func run() async throws {
        try await Exit.on {
            let slug = Jurisdiction.slug(of: jurisdiction)
            try await Site.with(options) { site in
                guard try await site.application.jurisdictions(of: .commandLine).contains(where: { $0.slug == slug })
                else {
                    throw InputError("There is no jurisdiction \(slug) here.")
                }
                try await site.application.requireMatchingHistory(of: slug)
                try await site.catchUp(slug)
                switch what {
                case .referrals: try await referrals(site, slug)
                case .events: try await events(site, slug)
                }
            }
        }
    }

    private func referrals(_ site: Site, _ slug: String) async throws {
        var writer = TableWriter(format == .csv ? .csv : .jsonLines, columns: ReferralColumns.names) { data in
            try FileHandle.standardOutput.write(contentsOf: data)
        }
        try await site.application.exportReferrals(in: slug, for: .commandLine) { rows in
            for row in rows { try writer.write(ReferralColumns.values(row)) }
        }
        try writer.finish()
    }

    private func events(_ site: Site, _ slug: String) async throws {
        var position: Int64 = -1
        while true {
            let events = try await site.application.events(in: slug, after: position, limit: 1000, for: .commandLine)
            guard let last = events.last else { return }
            for event in events {
                try FileHandle.standardOutput.write(contentsOf: CloudEvent(event).json + Data("\n".utf8))
            }
            position = last.position
        }
    }
}
