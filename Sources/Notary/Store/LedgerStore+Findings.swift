import Foundation
import Ledger
import Postgres

/// How the publisher and those who verify fare.
extension LedgerStore {
    /// Notes that a log's publisher has looked, and why it stopped if it did.
    static func note(
        _ problem: PublisherProblem?, of jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) {
        try session.query(
            """
            insert into ledger.publisher as p (jurisdiction, checked_at, problem, finding, stopped_at)
            values (\(jurisdiction), now(), \(problem?.code.rawValue), \(problem?.finding), \(problem?.since))
            on conflict (jurisdiction) do update set checked_at = excluded.checked_at, problem = excluded.problem,
                finding = excluded.finding,
                stopped_at = case when p.problem = excluded.problem then p.stopped_at else excluded.stopped_at end
            """)
    }

    /// Why publishers have stopped, by jurisdiction.
    static func problems(on session: PostgresSession) throws(PostgresError) -> [String: PublisherProblem] {
        var problems: [String: PublisherProblem] = [:]
        let rows = try session.query(
            "select jurisdiction, problem, finding, stopped_at from ledger.publisher where problem is not null")
        for row in rows {
            problems[try row.get(0)] = PublisherProblem(
                .init(rawValue: try row.get(1)) ?? .unreadable, try row.get(2), since: try row.get(3))
        }
        return problems
    }

    static func add(
        _ verification: StoredVerification, of epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) {
        try session.query(
            """
            insert into ledger.verification (jurisdiction, epoch, size, verified_at, failed_position, finding)
            values (\(epoch.jurisdiction), \(epoch.key), \(Int64(verification.size)), \(verification.at),
                \(verification.failedPosition), \(verification.finding))
            """)
    }

    static func lastVerification(
        of epoch: LogEpoch, on session: PostgresSession
    ) throws(PostgresError) -> StoredVerification? {
        let rows = try session.query(
            """
            select size, verified_at, failed_position, finding from ledger.verification
            where jurisdiction = \(epoch.jurisdiction) and epoch = \(epoch.key)
            order by verified_at desc limit 1
            """)
        guard let row = rows.first else { return nil }
        return StoredVerification(
            size: UInt64(try row.get(0, as: Int64.self)), at: try row.get(1),
            failedPosition: try row.get(2, as: Int64?.self), finding: try row.get(3, as: String?.self))
    }
}
