import Postgres

/// How far a projection has come in one jurisdiction's log.
struct Checkpoint: Sendable {
    let projection: String
    let version: Int
    /// The last position whose effect is in the rows; -1 before the first.
    let position: Int64

    /// Locks the checkpoints of some projections until the transaction ends, making those that are missing.
    static func lock(
        _ projections: [AnyProjection], in jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) -> [Checkpoint] {
        let names = projections.map(\.name)
        let versions = projections.map { Int32($0.version) }
        func locked() throws(PostgresError) -> [Checkpoint] {
            var checkpoints: [Checkpoint] = []
            let rows = try session.query(
                """
                select projection, version, position from read.checkpoint
                where jurisdiction = \(jurisdiction)
                    and (projection, version) in (select * from unnest(\(names), \(versions)))
                order by projection, version for update
                """)
            for row in rows {
                checkpoints.append(
                    Checkpoint(
                        projection: try row.get(0), version: Int(try row.get(1, as: Int32.self)),
                        position: try row.get(2)))
            }
            return checkpoints
        }
        let known = try locked()
        guard known.count < projections.count else { return known }
        try session.query(
            """
            insert into read.checkpoint (projection, version, jurisdiction)
            select name, version, \(jurisdiction) from unnest(\(names), \(versions)) u(name, version)
            order by 1, 2 on conflict do nothing
            """)
        return try locked()
    }

    /// Where a projection stands, as anybody may read it.
    struct Standing: Sendable {
        let projection: String
        let position: Int64
        /// The event that it cannot read.
        let stoppedAt: Int64?
    }

    /// Reads checkpoints without locking them; those that are missing are left out.
    static func standings(
        of projections: [AnyProjection], in jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) -> [Standing] {
        var standings: [Standing] = []
        let rows = try session.query(
            """
            select projection, position, error_position from read.checkpoint
            where jurisdiction = \(jurisdiction) and (projection, version) in (
                select * from unnest(\(projections.map(\.name)), \(projections.map { Int32($0.version) })))
            """)
        for row in rows {
            standings.append(
                Standing(
                    projection: try row.get(0), position: try row.get(1), stoppedAt: try row.get(2, as: Int64?.self)))
        }
        return standings
    }

    /// Moves the checkpoints of some projections, which are locked.
    static func move(
        _ projections: [AnyProjection], in jurisdiction: String, to position: Int64, on session: PostgresSession
    ) throws(PostgresError) {
        try session.query(
            """
            update read.checkpoint set position = \(position), updated_at = now(), error = null, error_position = null
            where jurisdiction = \(jurisdiction) and (projection, version) in (
                select * from unnest(\(projections.map(\.name)), \(projections.map { Int32($0.version) })))
            """)
    }

    /// Notes why a projection stopped, and at which event.
    static func fail(
        _ projection: AnyProjection, in jurisdiction: String, at position: Int64, because error: any Error,
        on session: PostgresSession
    ) throws(PostgresError) {
        try session.query(
            """
            insert into read.checkpoint (projection, version, jurisdiction, error, error_position)
            values (\(projection.name), \(Int32(projection.version)), \(jurisdiction), \("\(error)"), \(position))
            on conflict (projection, version, jurisdiction) do update
            set error = excluded.error, error_position = excluded.error_position, updated_at = now()
            """)
    }
}
