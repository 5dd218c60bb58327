import Postgres

/// How far a rebuild has come.
public struct RebuildProgress: Sendable, Hashable {
    public let jurisdiction: String
    public let position: Int64
    public let head: Int64
}

extension ProjectionRunner {
    /// Builds a projection's rows anew beside the live ones and exchanges them when they have caught up.
    ///
    /// Readers see the old rows until the exchange. Two jurisdictions are built at a time.
    /// - Parameter jurisdictions: all of them by default.
    public func rebuild(
        _ name: String, jurisdictions: [String]? = nil,
        progress report: @escaping @Sendable (RebuildProgress) -> Void = { _ in }
    ) async throws {
        let projection = try projection(named: name)
        let all: [String]
        if let jurisdictions { all = jurisdictions } else { all = try await EventReader(pool: pool).jurisdictions() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, jurisdiction) in all.enumerated() {
                if index >= 2 { try await group.next() }
                group.addTask { try await self.rebuild(projection, in: jurisdiction, report) }
            }
            try await group.waitForAll()
        }
    }

    private func rebuild(
        _ projection: AnyProjection, in jurisdiction: String, _ report: @escaping @Sendable (RebuildProgress) -> Void
    ) async throws {
        let position = try await pool.run { session in
            let live = try self.table(of: projection, on: session)
            let scratch = try ScratchTable(for: projection, like: live, in: jurisdiction, on: session)
            defer { _ = try? scratch.drop(on: session) }
            let head = try EventReader.head(jurisdiction, on: session)
            let built = try scratch.build(after: -1, on: session) { position in
                report(RebuildProgress(jurisdiction: jurisdiction, position: position, head: max(head, position)))
            }
            return try session.transaction { session in
                _ = try Checkpoint.lock([projection], in: jurisdiction, on: session)
                let end = try scratch.build(after: built, on: session)
                try live.replaceRows(of: jurisdiction, from: scratch.table, on: session)
                try Checkpoint.move([projection], in: jurisdiction, to: end, on: session)
                return end
            }
        }
        progress.move(projection.name, in: jurisdiction, to: position)
    }
}
