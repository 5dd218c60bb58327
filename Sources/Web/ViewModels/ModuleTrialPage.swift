import Application
import EventModel
import Foundation
import ReadModels
import Workflows

/// What a version would have answered about the past: a counterfactual, and the page says so.
struct ModuleTrialPage: PageModel {
    static let template = "module-trial"

    /// What it is tried on: screenings, or referrals.
    struct Part: Hashable, Sendable {
        var anchor: String
        var title: String
        var lead: String
        var tracks: [TrackPart]
        var outside: String
    }

    struct TrackPart: Hashable, Sendable {
        var anchor: String
        var title: String
        var screened: String
        var byRace: DataTable
        var byCriterion: DataTable
        var missing: DataTable?
        var differences: DataTable?
    }

    var title: String
    var lead: String
    var parts: [Part]
    var hasParts: Bool
    var empty: EmptyState
    var backHref: String

    init(_ trial: ModuleTrial, of module: InstalledModule, for reader: Reader) {
        let words = reader.words
        title = words("module-trial.title", ["module": reader.text(module.document.title)])
        lead = words("module-trial.lead", ["version": "\(trial.version)", "position": Int(trial.position)])
        backHref = module.pagePath
        empty = EmptyState(title: words("module-trial.empty-title"), text: words("module-trial.empty-text"))
        let against = trial.against.map { words("module-trial.against", ["version": "\($0)"]) }
        parts = [
            Self.part(
                "screenings", trial.screenings, lead: words("module-trial.screenings-lead"),
                outside: trial.screeningsOutside, of: module, reader),
            Self.part(
                "referrals", trial.referrals,
                lead: [words("module-trial.referrals-lead"), against].compactMap { $0 }.joined(separator: " "),
                outside: trial.referralsOutside, of: module, reader),
        ].filter { !$0.tracks.isEmpty }
        hasParts = !parts.isEmpty
    }

    private static func part(
        _ id: String, _ tracks: [ModuleTrial.Track], lead: String, outside: Int, of module: InstalledModule,
        _ reader: Reader
    ) -> Part {
        let words = reader.words
        return Part(
            anchor: "trial-\(id)", title: words("module-trial.\(id)"), lead: lead,
            tracks: tracks.map { track in
                let rules = module.document.track(track.track)?.criteria ?? []
                let names = Dictionary(rules.map { ($0.id, reader.text($0.text)) }) { $1 }
                return TrackPart(
                    anchor: "trial-\(id)-\(track.track.replacingOccurrences(of: ".", with: "-"))",
                    title: reader.text(track.title),
                    screened: words("module-trial.\(id)-screened", ["count": text(track.screened, words)]),
                    byRace: table("by-race", "race", track.byRace, reader),
                    byCriterion: table("by-criterion", "rule", track.byCriterion, named: names, reader),
                    missing: track.missing.isEmpty ? nil : missing(track, module, reader),
                    differences: track.differences.map { table("differences", "race", $0, reader) })
            }, outside: words("module-trial.\(id)-outside", ["count": text(outside, words)]))
    }

    private static func table(
        _ key: String, _ first: String, _ table: SuppressedTable, named names: [String: String] = [:], _ reader: Reader
    ) -> DataTable {
        let words = reader.words
        return DataTable(
            caption: words("module-trial.\(key)"), showsCaption: true,
            columns: [DataTable.Column(label: words("module-trial.column.\(first)"))]
                + table.columns.map { DataTable.Column(label: heading($0, words), isNumber: true) },
            rows: zip(table.rows, table.cells).map { row, cells in
                [DataTable.Cell(names[row] ?? race(row, words))] + cells.map { DataTable.Cell(text($0, words)) }
            })
    }

    /// As an agency recorded it, in the reader's language where it is one of the usual ones.
    private static func race(_ recorded: String, _ words: Words) -> String {
        words.ifKnown("race.\(recorded.lowercased().replacing(" ", with: "-"))") ?? recorded
    }

    /// A finding, or a change from one to another.
    private static func heading(_ column: String, _ words: Words) -> String {
        column.split(separator: " → ").map { part in
            words.ifKnown("module-trial.finding.\(part.replacing(" ", with: "-"))") ?? String(part)
        }.joined(separator: " → ")
    }

    private static func missing(_ track: ModuleTrial.Track, _ module: InstalledModule, _ reader: Reader) -> DataTable {
        let words = reader.words
        return DataTable(
            caption: words("module-trial.missing"), showsCaption: true,
            columns: [
                .init(label: words("module.column.field")),
                .init(label: words("module-trial.column.count"), isNumber: true),
            ],
            rows: track.missing.map { name, count in
                [.init(module.document.facts[name].map { reader.text($0.text) } ?? name), .init(text(count, words))]
            })
    }

    private static func text(_ count: Int, _ words: Words) -> String {
        (1..<SuppressedTable.threshold).contains(count) ? text(.small, words) : Words.grouped(count)
    }

    private static func text(_ cell: SuppressedTable.Cell, _ words: Words) -> String {
        switch cell {
        case .count(let count): Words.grouped(count)
        case .small: words("module-trial.small")
        case .withheld: words("module-trial.withheld")
        }
    }
}
