import Postgres
import Synchronization

/// What a rebuild has to do, and how much of it is done.
final class RebuildPlan: Sendable {
    struct Step: Sendable {
        let projection: AnyProjection
        let jurisdiction: String
        let head: Int64
    }

    let steps: [Step]
    private let positions: Mutex<[Int64]>

    /// Every projection in every jurisdiction, the longest logs first, so that none of them is left for the end.
    convenience init(_ projections: [AnyProjection], in jurisdictions: [String], heads: [String: Int64]) {
        self.init(
            jurisdictions.flatMap { jurisdiction in
                projections.map { Step(projection: $0, jurisdiction: jurisdiction, head: heads[jurisdiction] ?? -1) }
            }.sorted { $0.head > $1.head })
    }

    private init(_ steps: [Step]) {
        self.steps = steps
        positions = Mutex(steps.map { _ in -1 })
    }

    /// Notes where a step is, and answers with how far everything is.
    func note(_ position: Int64, at index: Int) -> RebuildProgress {
        let positions = self.positions.withLock { positions in
            positions[index] = position
            return positions
        }
        // A log may have grown since the plan was made.
        let heads = zip(steps, positions).map { max($0.head, $1) }
        return RebuildProgress(
            projection: steps[index].projection.name, jurisdiction: steps[index].jurisdiction, position: position,
            head: heads[index], done: positions.reduce(0) { $0 + $1 + 1 }, total: heads.reduce(0) { $0 + $1 + 1 })
    }
}

/// The plan is in the database too, where it outlives a kill.
extension RebuildPlan {
    /// Writes the steps down as not done.
    func written(on session: PostgresSession) throws -> RebuildPlan {
        try session.query(
            """
            insert into read.rebuild (projection, version, jurisdiction)
            select * from unnest(\(steps.map(\.projection.name)), \(steps.map { Int32($0.projection.version) }),
                \(steps.map(\.jurisdiction)))
            on conflict (projection, version, jurisdiction) do update set planned_at = excluded.planned_at
            """)
        return self
    }

    /// Those of the steps that an earlier plan had and nobody did.
    func unfinished(on session: PostgresSession) throws -> RebuildPlan {
        let rows = try session.query("select format('%s %s %s', projection, version, jurisdiction) from read.rebuild")
        let left = Set(try rows.map { try $0.get(0, as: String.self) })
        return RebuildPlan(
            steps.filter { left.contains("\($0.projection.name) \($0.projection.version) \($0.jurisdiction)") })
    }

    /// Takes a step off the plan, in the transaction that exchanges its rows.
    static func finish(
        _ projection: AnyProjection, in jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) {
        try session.query(
            """
            delete from read.rebuild where projection = \(projection.name)
                and version = \(Int32(projection.version)) and jurisdiction = \(jurisdiction)
            """)
    }
}
