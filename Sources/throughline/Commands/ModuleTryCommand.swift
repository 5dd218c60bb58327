import Access
import Application
import ArgumentParser
import Casework
import EventModel
import Foundation
import ReadModels
import Workflows

extension ModuleCommand {
    struct Try: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Screen the past anew by a document and count the answers, by race and by criterion.",
            discussion: """
                A counterfactual: what the document would have answered on the date of each screening and of each
                referral that was taken over, from what the record has. Screenings are compared with what was answered
                then, referrals with the version of --against. Nothing is written. Counts of 1 to 10 are hidden, and
                what would give them away.

                Example: throughline module try Plugins/CookCounty --jurisdiction us-il-cook --from 2015-01-01
                """)
        @OptionGroup var options: SiteOptions
        @OptionGroup var folder: Folder
        @Option(help: "The jurisdiction's division identifier or slug.") var jurisdiction: String
        @Option(help: "The first date of screening or referral, as 2015-01-31.") var from: String?
        @Option(help: "The last date of screening or referral.") var to: String?
        @Option(help: "The folder of another version to compare with.", completion: .directory) var against: String?

        func run() async throws {
            try await Exit.on {
                let document = try folder.document()
                let other = try against.map { try Folder.document($0) }
                let (from, to) = (try day(from, "--from"), try day(to, "--to"))
                let slug = Jurisdiction.slug(of: jurisdiction)
                let trial = try await Site.with(options) { site in
                    try await site.catchUp(slug)
                    return try await site.application.tryModule(
                        document, against: other, in: slug, from: from, to: to, for: .commandLine
                    ) { Console.progress("\(Int($0 * 100)) % of the log read") }
                }
                Console.endProgress()
                if options.json { try Console.json(Report(trial)) } else { show(trial) }
            }
        }

        private func day(_ text: String?, _ option: String) throws -> Day? {
            guard let text else { return nil }
            guard let day = Day(text) else { throw InputError("\(option) \(text) is no date. Write it as 2015-01-31.") }
            return day
        }

        private func show(_ trial: ModuleTrial) {
            Console.print(
                "Counterfactual: what \(trial.module) \(trial.version) would have answered. Nothing is written.")
            for track in trial.screenings {
                show(track, of: "screenings", "Different from what was answered, by race:")
            }
            for track in trial.referrals {
                show(track, of: "referrals", "Different from \(trial.against.map { "\($0)" } ?? ""), by race:")
            }
            Console.print(
                """

                Screenings for tracks that it does not have, or of destroyed data: \(Report.text(trial.screeningsOutside))
                Referrals to programs that no track is for: \(Report.text(trial.referralsOutside))
                """)
        }

        private func show(_ track: ModuleTrial.Track, of what: String, _ different: String) {
            Console.print("\n\(track.title.en) (\(track.track)): \(Report.text(track.screened)) \(what) screened anew")
            show(track.byRace, of: "race")
            Console.print("")
            show(track.byCriterion, of: "criterion")
            if !track.missing.isEmpty {
                let missing = track.missing.map { "\($0.fact) (\(Report.text($0.count)))" }
                Console.print("\nThe record does not have: \(missing.joined(separator: ", "))")
            }
            if let differences = track.differences {
                Console.print("\n\(different)")
                show(differences, of: "race")
            }
        }

        private func show(_ table: SuppressedTable, of rows: String) {
            Console.table([rows] + table.columns, zip(table.rows, table.cells).map { [$0] + $1.map(Report.text) })
        }
    }
}

extension ModuleCommand.Try {
    /// The trial as one JSON document; a hidden count is `null`.
    struct Report: Encodable {
        struct Table: Encodable {
            var columns: [String]
            var rows: [String: [Int?]]

            init(_ table: SuppressedTable) {
                columns = table.columns
                rows = Dictionary(zip(table.rows, table.cells.map { $0.map(Report.number) })) { $1 }
            }
        }
        struct Track: Encodable {
            var track: String
            var screened: Int?
            var byRace: Table
            var byCriterion: Table
            var missing: [String: Int?]
            var differences: Table?

            init(_ found: ModuleTrial.Track) {
                track = found.track
                screened = Report.shown(found.screened)
                byRace = Table(found.byRace)
                byCriterion = Table(found.byCriterion)
                missing = Dictionary(found.missing.map { ($0.fact, Report.number($0.count)) }) { $1 }
                differences = found.differences.map(Table.init)
            }
        }

        var counterfactual = true
        var module: String
        var version: String
        var against: String?
        var jurisdiction: String
        var position: Int64
        var screenings: [Track]
        var screeningsOutside: Int?
        var referrals: [Track]
        var referralsOutside: Int?

        init(_ trial: ModuleTrial) {
            module = trial.module
            version = trial.version.description
            against = trial.against?.description
            jurisdiction = trial.jurisdiction
            position = trial.position
            screenings = trial.screenings.map(Track.init)
            screeningsOutside = Self.shown(trial.screeningsOutside)
            referrals = trial.referrals.map(Track.init)
            referralsOutside = Self.shown(trial.referralsOutside)
        }

        private static func shown(_ count: Int) -> Int? {
            (1..<SuppressedTable.threshold).contains(count) ? nil : count
        }

        static func text(_ count: Int) -> String { shown(count).map(String.init) ?? "1 to 10" }

        static func number(_ cell: SuppressedTable.Cell) -> Int? {
            if case .count(let count) = cell { count } else { nil }
        }

        static func text(_ cell: SuppressedTable.Cell) -> String {
            switch cell {
            case .count(let count): String(count)
            case .small: "1 to 10"
            case .withheld: "hidden"
            }
        }
    }
}
