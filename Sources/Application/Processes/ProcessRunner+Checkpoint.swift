import EventLog
import EventModel
import Foundation
import Logging
import Postgres

/// How far each process has come, and why one stands still.
extension ProcessRunner {
    func isOurs(_ process: any Process, in jurisdiction: String) -> Bool {
        application.runner.share?.isOurs(process.checkpointName, in: jurisdiction) ?? true
    }

    /// Waits until the server whose work it is has answered everything up to a position; false when the time is up first.
    ///
    /// A process that stands before an event that it cannot answer is not waited for.
    func waitForOthers(_ jurisdiction: String, position: Int64, timeout: Duration = .seconds(5)) async throws -> Bool {
        let deadline = ContinuousClock.now + timeout
        while true {
            let theirs = processes.filter { !isOurs($0, in: jurisdiction) }.map(\.checkpointName)
            guard !theirs.isEmpty else { return true }
            let behind = try await application.pool.run { session in
                try session.query(
                    """
                    select from unnest(\(theirs)) name left join read.checkpoint c
                        on c.projection = name and c.version = 1 and c.jurisdiction = \(jurisdiction)
                    where coalesce(c.position, -1) < \(position) and c.error is null
                    """
                ).count
            }
            if behind == 0 { return true }
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(25))
        }
    }

    func checkpoint(of process: any Process, in jurisdiction: String) async throws -> Int64 {
        try await application.pool.run { session in
            try session.query(
                """
                select position from read.checkpoint
                where projection = \(process.checkpointName) and version = 1 and jurisdiction = \(jurisdiction)
                """
            ).first?.get(0) ?? -1
        }
    }

    func save(_ position: Int64, of process: any Process, in jurisdiction: String) async throws {
        try await application.pool.run { session in
            _ = try session.query(
                """
                insert into read.checkpoint as c (projection, version, jurisdiction, position)
                values (\(process.checkpointName), 1, \(jurisdiction), \(position))
                on conflict (projection, version, jurisdiction) do update
                set position = greatest(c.position, excluded.position), updated_at = now(), error = null,
                    error_position = null
                """)
        }
    }

    /// Says in the checkpoint, where every server and the operator look, why a process stands still.
    func halt(
        _ process: any Process, in jurisdiction: String, before event: RecordedEvent, because error: any Error
    ) async throws {
        application.logger.error(
            "a process stopped",
            metadata: [
                "process": "\(process.name)", "log": "\(jurisdiction)", "position": "\(event.position)",
                "type": "\(event.type)", "error": "\(error)",
            ])
        try await application.pool.run { session in
            _ = try session.query(
                """
                insert into read.checkpoint (projection, version, jurisdiction, error, error_position)
                values (\(process.checkpointName), 1, \(jurisdiction), \("\(error)"), \(event.position))
                on conflict (projection, version, jurisdiction) do update
                set error = excluded.error, error_position = excluded.error_position, updated_at = now()
                """)
        }
    }
}

extension Process {
    /// Its name among the checkpoints, beside those of the read models.
    var checkpointName: String { "process.\(name)" }
}
