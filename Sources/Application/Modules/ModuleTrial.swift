public import EventModel
public import ReadModels
public import Workflows

/// What a version of a module would have answered about past screenings and referrals: a counterfactual, never part of
/// the history.
public struct ModuleTrial: Sendable {
    /// One track's answers.
    public struct Track: Sendable {
        public var track: String
        public var title: Words
        /// How many screenings, or referrals to its programs, were screened anew.
        public var screened: Int
        /// Met, not met and not known yet, by race as the agency recorded it.
        public var byRace: SuppressedTable
        /// The same by criterion, over those in force on each date.
        public var byCriterion: SuppressedTable
        /// How often a fact was asked for that the record does not have, most often first.
        public var missing: [(fact: String, count: SuppressedTable.Cell)]
        /// What would differ, by race; `nil` where nothing is compared.
        public var differences: SuppressedTable?
    }

    public var module: String
    public var version: ModuleVersion
    public var against: ModuleVersion?
    public var jurisdiction: String
    public var from: Day?
    public var to: Day?
    /// Over past screenings, compared with what was answered of each in the end.
    public var screenings: [Track]
    /// Screenings in the period for tracks that the version does not have, or of people whose facts are destroyed.
    public var screeningsOutside: Int
    /// Over referrals that were taken over, compared with the other version where one was given.
    public var referrals: [Track]
    /// Referrals in the period whose program no track is for.
    public var referralsOutside: Int
    /// The log position that it is as of.
    public var position: Int64
}

/// Counts the answers about one past case after another.
struct TrialCounter {
    private struct Tally {
        var screened = 0
        var races: [String: [Finding: Int]] = [:]
        var criteria: [String: [Finding: Int]] = [:]
        var missing: [String: Int] = [:]
        var isCompared = false
        var differences: [String: [String: Int]] = [:]
    }

    private let document: WorkflowDocument
    private var tallies: [String: Tally] = [:]
    /// How many were not screened.
    var outside = 0

    init(_ document: WorkflowDocument) { self.document = document }

    /// - parameter other: the answer that it is compared with: a finding, or words for that there is none.
    mutating func count(_ facts: KnownFacts, for track: Track, race: String, comparedWith other: String? = nil) {
        let screening = document.screen(facts, for: track)
        var tally = tallies[track.id] ?? Tally()
        tally.screened += 1
        tally.races[race, default: [:]][screening.finding, default: 0] += 1
        for answer in screening.answers {
            tally.criteria[answer.criterion, default: [:]][answer.finding, default: 0] += 1
            guard answer.finding == .notKnown else { continue }
            for fact in answer.missing { tally.missing[fact, default: 0] += 1 }
        }
        if let other {
            tally.isCompared = true
            if other != screening.finding.rawValue {
                tally.differences[race, default: [:]]["\(other) → \(screening.finding.rawValue)", default: 0] += 1
            }
        }
        tallies[track.id] = tally
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
                differences: tally.isCompared ? differences(tally) : nil)
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
    func facts(
        in record: [RecordField: FactValue], settings: [String: FactValue] = [:], on day: Day
    ) -> KnownFacts {
        var known = KnownFacts([:], settings: settings, on: day)
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
