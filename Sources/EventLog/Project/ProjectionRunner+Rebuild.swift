import Postgres

/// How far a rebuild has come: one read model of one jurisdiction, and all that were asked for.
public struct RebuildProgress: Sendable, Hashable {
    public let projection: String
    public let jurisdiction: String
    public let position: Int64
    public let head: Int64
    /// Events that were read for all of them by now, and how many there are to read.
    public let done: Int64
    public let total: Int64

    /// Events a second since it began.
    public func rate(after elapsed: Duration) -> Double {
        let seconds = elapsed / .seconds(1)
        return seconds > 0 ? Double(done) / seconds : 0
    }

    /// The time that the rest takes at that rate; nil before there is one.
    public func remaining(after elapsed: Duration) -> Duration? {
        let rate = rate(after: elapsed)
        return rate > 0 ? .seconds(Double(max(0, total - done)) / rate) : nil
    }
}

extension ProjectionRunner {
    /// Builds one projection's rows anew.
    public func rebuild(
        _ name: String, jurisdictions: [String]? = nil,
        progress report: @escaping @Sendable (RebuildProgress) -> Void = { _ in }
    ) async throws {
        try await rebuild([name], jurisdictions: jurisdictions, progress: report)
    }

    /// Builds projections' rows anew beside the live ones and exchanges them when they have caught up.
    ///
    /// Readers see the old rows until the exchange, which is one for each read model and jurisdiction. Two are built at
    /// a time, the longest logs first; each holds a bounded number of rows in memory.
    /// - Parameters:
    ///   - jurisdictions: all of them by default.
    ///   - resuming: do only what an earlier rebuild, which was killed, had planned and not done.
    /// - Returns: the names of those that were built.
    @discardableResult
    public func rebuild(
        _ names: [String], jurisdictions: [String]? = nil, resuming: Bool = false,
        progress report: @escaping @Sendable (RebuildProgress) -> Void = { _ in }
    ) async throws -> [String] {
        let projections = try names.map { try projection(named: $0) }
        let plan = try await pool.transaction { session in
            let heads = try EventReader.heads(on: session)
            let plan = RebuildPlan(projections, in: jurisdictions ?? heads.keys.sorted(), heads: heads)
            return try resuming ? plan.unfinished(on: session) : plan.written(on: session)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, step) in plan.steps.enumerated() {
                if index >= 2 { try await group.next() }
                group.addTask {
                    try await self.rebuild(step.projection, in: step.jurisdiction) { position in
                        report(plan.note(position, at: index))
                    }
                }
            }
            try await group.waitForAll()
        }
        let built = Set(plan.steps.map(\.projection.name))
        return names.filter { built.contains($0) }
    }

    private func rebuild(
        _ projection: AnyProjection, in jurisdiction: String, _ report: @escaping @Sendable (Int64) -> Void
    ) async throws {
        let position = try await pool.run { session in
            let live = try self.table(of: projection, on: session)
            let scratch = try ScratchTable(for: projection, like: live, in: jurisdiction, on: session)
            defer { _ = try? scratch.drop(on: session) }
            let built = try scratch.fold(after: -1, on: session, progress: report)
            return try session.transaction { session in
                _ = try Checkpoint.lock([projection], in: jurisdiction, on: session)
                let end = try scratch.fold(after: built, on: session)
                try scratch.replaceRows(of: live, on: session)
                try Checkpoint.move([projection], in: jurisdiction, to: end, on: session)
                try RebuildPlan.finish(projection, in: jurisdiction, on: session)
                return end
            }
        }
        progress.move(projection.name, in: jurisdiction, to: position)
    }
}
