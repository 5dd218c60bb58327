import Postgres

/// What is another server's to run.
extension ProjectionRunner {
    func isOurs(_ projection: AnyProjection, in jurisdiction: String) -> Bool {
        share?.isOurs(projection.name, in: jurisdiction) ?? true
    }

    /// Looks how far other servers have come with what is theirs, until the task is cancelled, for somebody who waits.
    func watchOthers(_ names: Set<String>, in jurisdiction: String) async -> Bool {
        while !Task.isCancelled {
            let theirs = projections.filter { names.contains($0.name) && !isOurs($0, in: jurisdiction) }
            if !theirs.isEmpty { try? await look(at: theirs, in: jurisdiction) }
            try? await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    private func look(at projections: [AnyProjection], in jurisdiction: String) async throws {
        let standings = try await pool.run { session in
            try Checkpoint.standings(of: projections, in: jurisdiction, on: session)
        }
        for standing in standings {
            progress.move(standing.projection, in: jurisdiction, to: standing.position)
            guard let stoppedAt = standing.stoppedAt,
                progress.stop(of: standing.projection, in: jurisdiction) == nil
            else { continue }
            progress.stop(standing.projection, in: jurisdiction, at: stoppedAt, pace: RetryPace())
        }
    }
}
