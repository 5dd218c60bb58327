import EventModel
public import Logging
public import Postgres
import Synchronization

/// Keeps read models up to date: folds new events into their rows, each batch and its checkpoint in one transaction.
///
/// Projections at the same checkpoint share the reading. One that throws is run alone from then on; where it fails
/// again it stops before that event, with the reason in its checkpoint, and the others go on. It looks at the event
/// again ever more rarely, and at once when the process starts anew, when its version changes or when it is rebuilt.
public final class ProjectionRunner: Sendable {
    let pool: PostgresPool
    let projections: [AnyProjection]
    let progress = ProjectionProgress()
    let batchSize: Int
    let logger: Logger
    /// Which of several servers runs what; nil where this process runs everything.
    public let share: WorkShare?
    private let pace: RetryPace
    private let follower: LogFollower?
    private let tables = Mutex<[String: RowTable]>([:])

    /// - Parameters:
    ///   - follower: what wakes `run()`; it must run too.
    ///   - share: tells which projections are this server's to run; all of them without one.
    public init(
        pool: PostgresPool, projections: [AnyProjection], follower: LogFollower? = nil, share: WorkShare? = nil,
        batchSize: Int = 1000, pace: RetryPace = RetryPace(), logger: Logger = Logger(label: "projections")
    ) {
        self.pool = pool
        self.projections = projections
        self.follower = follower
        self.share = share
        self.pace = pace
        self.batchSize = batchSize
        self.logger = logger
    }

    /// Follows every log until its task is cancelled.
    public func run() async {
        await untilItSucceeds { try await self.dropStaleScratch() }
        guard let follower else { return }
        let wakeups = follower.wakeups()
        let changes = share?.changes.subscribe()
        await untilItSucceeds { await self.follow(Set(try await EventReader(pool: self.pool).jurisdictions())) }
        await withTaskGroup { group in
            group.addTask { for await jurisdictions in wakeups { await self.follow(jurisdictions) } }
            if let changes {
                group.addTask { for await jurisdictions in changes { await self.follow(jurisdictions) } }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: self.pace.first)
                    await self.follow(self.progress.jurisdictionsDue(at: .now))
                }
            }
        }
    }

    /// Folds what there is to fold in one jurisdiction and is this server's to fold; throws only when the database
    /// cannot be reached.
    public func catchUp(_ jurisdiction: String) async throws {
        let ours = projections.filter { isOurs($0, in: jurisdiction) }
        var together = ours.filter { progress.stop(of: $0.name, in: jurisdiction) == nil }
        var alone = ours.filter { progress.stop(of: $0.name, in: jurisdiction)?.isDue() ?? false }
        while !together.isEmpty {
            do {
                if try await advance(together, in: jurisdiction, limit: batchSize) { break }
            } catch let failure as ProjectionFailure {
                together.removeAll { $0.name == failure.projection.name }
                alone.append(failure.projection)
            }
        }
        for projection in alone { try await catchUpAlone(projection, in: jurisdiction) }
    }

    /// Waits until the read models of a jurisdiction hold everything up to a position, so that people see their own
    /// writes; answers false when the time is up first.
    ///
    /// - Parameter names: the projections to wait for, all by default. One that has stopped is not waited for.
    public func waitFor(
        _ jurisdiction: String, position: Int64, of names: Set<String>? = nil, timeout: Duration = .seconds(2)
    ) async -> Bool {
        let names = names ?? Set(projections.map(\.name))
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.progress.reach(position, in: jurisdiction, by: names) }
            group.addTask { await self.watchOthers(names, in: jurisdiction) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }

    /// One batch of the projections that are furthest behind; true when all have read everything.
    private func advance(
        _ projections: [AnyProjection], in jurisdiction: String, limit: Int
    ) async throws -> Bool {
        let batch = ProjectionBatch(jurisdiction: jurisdiction, projections: projections, limit: limit) {
            try self.table(of: $0, on: $1)
        }
        let step = try await pool.transaction { try batch.run(on: $0) }
        for (name, position) in step.positions { progress.move(name, in: jurisdiction, to: position) }
        return step.isLevel
    }

    /// Halves the batch until the event that cannot be folded stands alone; begins with it where it is known.
    private func catchUpAlone(_ projection: AnyProjection, in jurisdiction: String) async throws {
        var limit = progress.stop(of: projection.name, in: jurisdiction) == nil ? batchSize : 1
        while true {
            do {
                if try await advance([projection], in: jurisdiction, limit: limit) { return }
                limit = min(limit * 2, batchSize)
            } catch let failure as ProjectionFailure {
                guard failure.events <= 1 else {
                    limit = failure.events / 2
                    continue
                }
                logger.error("\(projection) stopped in \(jurisdiction) at \(failure.position): \(failure.underlying)")
                try await pool.run { session in
                    try Checkpoint.fail(
                        projection, in: jurisdiction, at: failure.position, because: failure.underlying, on: session)
                }
                progress.stop(projection.name, in: jurisdiction, at: failure.position, pace: pace)
                return
            }
        }
    }

    private func follow(_ jurisdictions: Set<String>) async {
        await withTaskGroup(of: Void.self) { group in
            for (index, jurisdiction) in jurisdictions.sorted().enumerated() {
                if index >= 2 { await group.next() }
                group.addTask { await self.untilItSucceeds { try await self.catchUp(jurisdiction) } }
            }
        }
    }

    private func untilItSucceeds(_ body: @Sendable () async throws -> Void) async {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled {
            do {
                return try await body()
            } catch {
                logger.warning("projections wait for the database: \(error)")
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }

    /// The table of a projection's rows, looked up once.
    func table(of projection: AnyProjection, on session: PostgresSession) throws -> RowTable {
        if let table = tables.withLock({ $0[projection.table] }) { return table }
        let table = try RowTable(schema: "read", table: projection.table, on: session)
        tables.withLock { $0[projection.table] = table }
        return table
    }

    func projection(named name: String) throws -> AnyProjection {
        guard let projection = projections.first(where: { $0.name == name }) else {
            throw ProjectionError(.unknown, "No projection is called \(name).")
        }
        return projection
    }
}
