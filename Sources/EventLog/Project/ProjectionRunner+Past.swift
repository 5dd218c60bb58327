public import Postgres

/// Which events of a log a past read model is made from.
public enum PastEvents: Sendable, Hashable {
    /// Everything up to and including a position.
    case upTo(Int64)
    /// These positions, in this order.
    case ordered([Int64])
}

extension ProjectionRunner {
    /// Folds a read model as it stood, in a table of its own, and lends the table to a query.
    ///
    /// The same projection code and the same statements as for the live rows, so the two cannot disagree. Nothing but
    /// the log is read, and nothing is left behind: the transaction is rolled back.
    /// - Returns: what the query found. The table that it is given has its schema in front and is quoted.
    public func past<Value: Sendable>(
        _ name: String, in jurisdiction: String, from events: PastEvents,
        _ query: @escaping @Sendable (_ table: String, PostgresSession) throws -> Value
    ) async throws -> Value {
        let projection = try projection(named: name)
        return try await rolledBack { session in
            let live = try self.table(of: projection, on: session)
            let scratch = try ScratchTable(for: projection, like: live, in: jurisdiction, on: session)
            switch events {
            case .upTo(let position): try scratch.build(upTo: position, on: session)
            case .ordered(let positions): try scratch.build(positions, on: session)
            }
            // The planner knows nothing of a table that was just filled.
            try session.execute(script: "analyze \(scratch.table.name)")
            return try query(scratch.table.name, session)
        }
    }

    /// Runs work in one consistent view of the database and takes back whatever it wrote.
    func rolledBack<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        try await pool.run { session in
            var found: Value?
            defer { _ = try? session.query("select pg_advisory_unlock_all()") }
            do {
                try session.transaction(.init(isolation: .repeatableRead)) { session in
                    found = try work(session)
                    throw RollBack()
                }
            } catch is RollBack {}
            guard let found else { throw ProjectionError(.unknown, "The work did not finish.") }
            return found
        }
    }

    private struct RollBack: Error {}
}
