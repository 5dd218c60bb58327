public import Foundation
import Logging
import Postgres

/// Compares each read model of each jurisdiction with its rebuild, again and again, one at a time.
///
/// Several servers share the work: whoever claims a comparison does it.
public struct ProjectionChecks: Sendable {
    private let runner: ProjectionRunner
    private let schedule: CheckSchedule
    private let start: Date

    public init(runner: ProjectionRunner, schedule: CheckSchedule, start: Date = Date()) {
        self.runner = runner
        self.schedule = schedule
        self.start = start
    }

    /// Goes on until its task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            var pause = Duration.seconds(60)
            do {
                let now = Date()
                if let due = try await checkNext(at: now) {
                    // A new jurisdiction is seen within ten minutes.
                    pause = .seconds(min(600, max(0, due.timeIntervalSince(now))))
                }
            } catch {
                runner.logger.warning("a comparison of a read model with its rebuild could not be made: \(error)")
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// Makes the comparison that is due, if one is; answers when to look again, nil when there is nothing to compare.
    func checkNext(at now: Date) async throws -> Date? {
        guard let next = try await upcoming().min(by: { $0.due < $1.due }) else { return nil }
        guard next.due <= now else { return next.due }
        guard try await claim(next, at: now) else { return now.addingTimeInterval(1) }
        let found = try await runner.check(next.projection.name, jurisdiction: next.jurisdiction, limit: 1)
        try await record(found, of: next.projection)
        if !found.isClean {
            runner.logger.error(
                "\(next.projection) of \(next.jurisdiction) differs from its rebuild in \(found.differenceCount) rows")
        }
        return now
    }

    private struct Upcoming: Sendable {
        let projection: AnyProjection
        let jurisdiction: String
        let due: Date
        let lastClaim: Date?
    }

    private func upcoming() async throws -> [Upcoming] {
        let (heads, claims) = try await runner.pool.run { session in
            var claims: [String: Date] = [:]
            let rows = try session.query(
                "select format('%s %s %s', projection, version, jurisdiction), claimed_at from read.comparison")
            for row in rows {
                let name: String = try row.get(0)
                claims[name] = try row.get(1, as: Date.self)
            }
            return (try EventReader.heads(on: session), claims)
        }
        return heads.keys.flatMap { jurisdiction in
            runner.projections.map { projection in
                let last = claims["\(projection.name) \(projection.version) \(jurisdiction)"]
                return Upcoming(
                    projection: projection, jurisdiction: jurisdiction,
                    due: schedule.due(after: last, since: start, name: "\(projection.name) \(jurisdiction)"),
                    lastClaim: last)
            }
        }
    }

    /// Takes a comparison on this server; false when another one did so first.
    private func claim(_ next: Upcoming, at now: Date) async throws -> Bool {
        try await runner.pool.run { session in
            let claimed = try session.query(
                """
                insert into read.comparison as c (projection, version, jurisdiction, claimed_at)
                values (\(next.projection.name), \(Int32(next.projection.version)), \(next.jurisdiction), \(now))
                on conflict (projection, version, jurisdiction) do update set claimed_at = excluded.claimed_at
                where c.claimed_at is not distinct from \(next.lastClaim)
                returning 1
                """)
            return !claimed.isEmpty
        }
    }

    private func record(_ found: ProjectionCheck, of projection: AnyProjection) async throws {
        try await runner.pool.run { session in
            _ = try session.query(
                """
                update read.comparison set checked_at = now(), position = \(found.position),
                    differences = \(found.differenceCount), first_key = \(found.differences.first?.key)
                where projection = \(projection.name) and version = \(Int32(projection.version))
                    and jurisdiction = \(found.jurisdiction)
                """)
        }
    }
}
