import Foundation
import Postgres

/// What a comparison of live rows with rebuilt ones found.
public struct ProjectionCheck: Sendable, Hashable {
    /// One row that is not what the events say.
    public struct Difference: Sendable, Hashable {
        public let key: String
        /// The row as JSON; nil when it is missing.
        public let live: String?
        public let rebuilt: String?
    }

    public let jurisdiction: String
    /// The position up to which both were compared.
    public let position: Int64
    public let liveRows: Int64
    public let rebuiltRows: Int64
    /// How many rows differ, are missing or are too many.
    public let differenceCount: Int64
    /// The first of them, by key.
    public let differences: [Difference]

    public var isClean: Bool { differenceCount == 0 }
}

extension ProjectionRunner {
    /// Builds a projection's rows anew up to its checkpoint, in one consistent view, and compares them with the live ones.
    ///
    /// - Parameter limit: how many differences are shown; all are counted.
    public func check(_ name: String, jurisdiction: String, limit: Int = 20) async throws -> ProjectionCheck {
        let projection = try projection(named: name)
        return try await rolledBack { try self.compare(projection, in: jurisdiction, limit: limit, on: $0) }
    }

    private func compare(
        _ projection: AnyProjection, in jurisdiction: String, limit: Int, on session: PostgresSession
    ) throws -> ProjectionCheck {
        let rows = try session.query(
            """
            select position from read.checkpoint where projection = \(projection.name)
                and version = \(Int32(projection.version)) and jurisdiction = \(jurisdiction)
            """)
        let position: Int64 = try rows.first?.get(0) ?? -1
        let live = try table(of: projection, on: session)
        let scratch = try ScratchTable(for: projection, like: live, in: jurisdiction, on: session)
        try scratch.build(upTo: position, on: session)
        let compared = try session.query(
            """
            with live as (select t.key, to_jsonb(t) as row from \(raw: live.name) t where jurisdiction = \(jurisdiction)),
            rebuilt as (select t.key, to_jsonb(t) as row from \(raw: scratch.table.name) t),
            different as (
                select key, l.row as live, r.row as rebuilt from live l full join rebuilt r using (key)
                where l.row is distinct from r.row)
            select (select count(*) from live), (select count(*) from rebuilt), (select count(*) from different),
                d.key, d.live, d.rebuilt
            from (select 1) one left join (select * from different order by key limit \(limit)) d on true
            """)
        var differences: [ProjectionCheck.Difference] = []
        for row in compared {
            guard let key = try row.get(3, as: String?.self) else { continue }
            differences.append(
                .init(key: key, live: try row.get(4, as: String?.self), rebuilt: try row.get(5, as: String?.self)))
        }
        return ProjectionCheck(
            jurisdiction: jurisdiction, position: position, liveRows: try compared[0].get(0),
            rebuiltRows: try compared[0].get(1), differenceCount: try compared[0].get(2), differences: differences)
    }
}
