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
    init(_ projections: [AnyProjection], in jurisdictions: [String], heads: [String: Int64]) {
        steps = jurisdictions.flatMap { jurisdiction in
            projections.map { Step(projection: $0, jurisdiction: jurisdiction, head: heads[jurisdiction] ?? -1) }
        }.sorted { $0.head > $1.head }
        positions = Mutex(steps.map { _ in -1 })
    }

    /// Notes where a step is, and answers with how far everything is.
    func note(_ position: Int64, at index: Int) -> RebuildProgress {
        let positions = positions.withLock { positions in
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
