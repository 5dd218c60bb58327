public import Access
import EventModel
import Postgres
public import ReadModels

/// Counts over a jurisdiction's referrals, with small cells hidden.
public struct Indicators: Sendable {
    public var jurisdiction: String
    public var referrals: Int
    /// What other systems said of the results of referrals that were taken over from them.
    public var graduated: SuppressedTable.Cell
    public var failed: SuppressedTable.Cell
    public var neverDetermined: SuppressedTable.Cell
    /// Where the referral date stands in for one that nobody knew; left out of durations.
    public var imputedReferralDates: Int
    public var resultsByRace: SuppressedTable
    public var resultsByProgram: SuppressedTable
    public var statuses: SuppressedTable
    /// The log position that the counts are as of.
    public var position: Int64
}

extension Throughline {
    /// Equity and timeliness counts; every table is suppressed before it leaves this function.
    public func indicators(in slug: String, for principal: Principal) async throws -> Indicators {
        try check(principal, .viewIndicators, Resource(jurisdiction: slug))
        return try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            func table(_ row: String, _ column: String, from source: String) throws -> SuppressedTable {
                let counted = try session.query(
                    """
                    select \(raw: row), \(raw: column), count(*) from read.referral_v1
                    where jurisdiction = \(slug) and status <> 'entered-in-error' and \(raw: source)
                    group by 1, 2 order by 1, 2
                    """
                ).map { row in
                    (try row.get(0, as: String.self), try row.get(1, as: String.self), try row.get(2, as: Int.self))
                }
                let rows = Set(counted.map(\.0)).sorted()
                let columns = Set(counted.map(\.1)).sorted()
                var counts = rows.map { _ in columns.map { _ in 0 } }
                for (row, column, count) in counted {
                    if let row = rows.firstIndex(of: row), let column = columns.firstIndex(of: column) {
                        counts[row][column] = count
                    }
                }
                return SuppressedTable(rows: rows, columns: columns, counts: counts)
            }
            let totals = try session.query(
                """
                select count(*), count(*) filter (where referral_date_imputed) from read.referral_v1 where jurisdiction = \(slug) and status <> 'entered-in-error'
                """)[0]
            let byRace = try table("coalesce(race, 'not recorded')", "source_result", from: "source is not null")
            let byProgram = try table(
                "coalesce(source_program, 'not recorded')", "source_result", from: "source is not null")
            // A total that either table hides is hidden, or it would open the other.
            func result(_ name: String) -> SuppressedTable.Cell {
                let totals = [byRace, byProgram].compactMap { table in
                    table.columns.firstIndex(of: name).map { table.columnTotals[$0] }
                }
                return totals.first { if case .count = $0 { false } else { true } } ?? totals.first ?? .count(0)
            }
            return Indicators(
                jurisdiction: slug, referrals: try totals.get(0), graduated: result("graduated"),
                failed: result("failed"), neverDetermined: result("never-determined"),
                imputedReferralDates: try totals.get(1), resultsByRace: byRace, resultsByProgram: byProgram,
                statuses: try table("'all'", "status", from: "source is null"),
                position: try session.checkpoint(ReferralProjection.self, in: slug))
        }
    }
}
