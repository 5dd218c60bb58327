public import EventModel
public import ReadModels
public import Workflows

/// What a version of a module would have answered about past referrals: a counterfactual, never part of the history.
public struct ModuleTrial: Sendable {
    /// One track's answers.
    public struct Track: Sendable {
        public var track: String
        public var title: Words
        /// How many referrals to its programs were screened.
        public var screened: Int
        /// Met, not met and not known yet, by race as the agency recorded it.
        public var byRace: SuppressedTable
        /// The same by criterion, over those in force on each referral's date.
        public var byCriterion: SuppressedTable
        /// How often a fact was asked for that the record does not have, most often first.
        public var missing: [(fact: String, count: SuppressedTable.Cell)]
        /// Where another version answers differently, by race; `nil` when none was given.
        public var differences: SuppressedTable?
    }

    public var module: String
    public var version: ModuleVersion
    public var against: ModuleVersion?
    public var jurisdiction: String
    public var from: Day?
    public var to: Day?
    public var tracks: [Track]
    /// Referrals in the period whose program no track is for.
    public var outside: Int
    /// The log position that it is as of.
    public var position: Int64
}

/// Counts the answers about one past referral after another.
struct TrialCounter {
    private struct Tally {
        var screened = 0
        var races: [String: [Finding: Int]] = [:]
        var criteria: [String: [Finding: Int]] = [:]
        var missing: [String: Int] = [:]
        var differences: [String: [String: Int]] = [:]
    }

    private let document: WorkflowDocument
    private let other: WorkflowDocument?
    private var tallies: [String: Tally] = [:]
    private(set) var outside = 0

    init(_ document: WorkflowDocument, against other: WorkflowDocument?) {
        self.document = document
        self.other = other
    }

    /// - parameter record: what the record has, by field.
    mutating func count(_ record: [RecordField: FactValue], program: String, race: String, on day: Day) {
        let tracks = document.tracks.filter { $0.programs.contains(program) }
        if tracks.isEmpty { outside += 1 }
        for track in tracks {
            let screening = document.screen(document.facts(in: record, on: day), for: track)
            var tally = tallies[track.id] ?? Tally()
            tally.screened += 1
            tally.races[race, default: [:]][screening.finding, default: 0] += 1
            for answer in screening.answers {
                tally.criteria[answer.criterion, default: [:]][answer.finding, default: 0] += 1
                guard answer.finding == .notKnown else { continue }
                for fact in answer.missing { tally.missing[fact, default: 0] += 1 }
            }
            if let other {
                let before = other.track(track.id).map {
                    other.screen(other.facts(in: record, on: day), for: $0).finding
                }
                if before != screening.finding {
                    let change = "\(before?.rawValue ?? "no such track") → \(screening.finding.rawValue)"
                    tally.differences[race, default: [:]][change, default: 0] += 1
                }
            }
            tallies[track.id] = tally
        }
    }

    func tracks() -> [ModuleTrial.Track] {
        document.tracks.compactMap { track in
            guard let tally = tallies[track.id] else { return nil }
            let findings = Finding.allCases
            func table(_ counts: [String: [Finding: Int]], rows: [String]) -> SuppressedTable {
                SuppressedTable(
                    rows: rows, columns: findings.map(\.rawValue),
                    counts: rows.map { row in findings.map { counts[row]?[$0] ?? 0 } })
            }
            let criteria = track.criteria.map(\.id).filter { tally.criteria[$0] != nil }
            let missing = tally.missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return ModuleTrial.Track(
                track: track.id, title: track.title, screened: tally.screened,
                byRace: table(tally.races, rows: tally.races.keys.sorted()),
                byCriterion: table(tally.criteria, rows: criteria),
                missing: missing.map { fact, count in
                    // Shown with its complement, so that neither gives a small group away.
                    let cells = SuppressedTable(
                        rows: [fact], columns: ["missing", "known"], counts: [[count, tally.screened - count]])
                    return (fact, cells.cells[0][0])
                },
                differences: other.map { _ in differences(tally) })
        }
    }

    /// Those that do not differ are a column too: without it a small total could be worked out.
    private func differences(_ tally: Tally) -> SuppressedTable {
        let changes = Set(tally.differences.values.flatMap(\.keys)).sorted()
        let races = tally.races.keys.sorted()
        return SuppressedTable(
            rows: races, columns: changes + ["the same"],
            counts: races.map { race in
                let changed = changes.map { tally.differences[race]?[$0] ?? 0 }
                let all = tally.races[race]?.values.reduce(0, +) ?? 0
                return changed + [all - changed.reduce(0, +)]
            })
    }
}

extension WorkflowDocument {
    /// The facts that the record has, under the names that the document gives them.
    func facts(in record: [RecordField: FactValue], on day: Day) -> KnownFacts {
        var known = KnownFacts([:], on: day)
        for fact in facts.values {
            guard let field = fact.source, let value = record[field],
                let typed = FactValue(value.description, as: fact.kind),
                fact.kind != .choice || fact.options[value.description] != nil
            else { continue }
            known.values[fact.name] = typed
        }
        return known
    }
}
