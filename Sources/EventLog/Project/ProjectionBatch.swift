import EventModel
import Postgres

/// One transaction's work: the next events of a jurisdiction, for all projections that stand where they begin.
struct ProjectionBatch: Sendable {
    struct Step: Sendable {
        var positions: [String: Int64]
        /// True when every projection has read everything.
        var isLevel: Bool
    }

    let jurisdiction: String
    let projections: [AnyProjection]
    let limit: Int
    let table: @Sendable (AnyProjection, PostgresSession) throws -> RowTable

    func run(on session: PostgresSession) throws -> Step {
        let checkpoints = try Checkpoint.lock(projections, in: jurisdiction, on: session)
        var positions = Dictionary(uniqueKeysWithValues: checkpoints.map { ($0.projection, $0.position) })
        let start = positions.values.min() ?? -1
        let behind = projections.filter { positions[$0.name] == start }
        // No further than where the next ones stand, so that from there all go on together.
        let stop = positions.values.filter { $0 > start }.min()
        let events = try EventReader.read(jurisdiction, after: start, upTo: stop, limit: limit, on: session)
        guard let first = events.first, let last = events.last else { return Step(positions: positions, isLevel: true) }
        for projection in behind {
            do {
                try fold(events, into: projection, on: session)
            } catch let error as PostgresError where !error.isAboutData {
                throw error
            } catch {
                throw ProjectionFailure(
                    projection: projection, events: events.count, position: first.position, underlying: error)
            }
            positions[projection.name] = last.position
        }
        try Checkpoint.move(behind, in: jurisdiction, to: last.position, on: session)
        return Step(positions: positions, isLevel: stop == nil && events.count < limit)
    }

    private func fold(_ events: [RecordedEvent], into projection: AnyProjection, on session: PostgresSession) throws {
        let fold = projection.makeFold(false)
        let keys = try fold.take(events)
        let table = try table(projection, session)
        try table.load(keys, of: jurisdiction, into: fold, on: session)
        try fold.fold()
        try table.write(fold.takeChanges(), of: jurisdiction, on: session)
    }
}
