public import EventModel
public import Foundation
import Postgres

extension EventReader {
    /// What an earlier command under the same id did.
    public struct EarlierCommand: Sendable, Hashable {
        public var first: Int64
        public var last: Int64
        public var fingerprint: [UInt8]
    }

    /// The answer that a command got, or `nil` when the log never saw it.
    public func command(_ id: UUID, in jurisdiction: String) async throws -> EarlierCommand? {
        try await pool.run { session in
            let rows = try session.query(
                """
                select first_position, last_position, fingerprint from log.command
                where jurisdiction = \(jurisdiction) and command_id = \(id)
                """)
            guard let row = rows.first else { return nil }
            // The answer is an acknowledgement, and the call that wrote the command may not be flushed yet.
            try session.flushLog()
            return EarlierCommand(first: try row.get(0), last: try row.get(1), fingerprint: try row.get(2))
        }
    }

    /// How many events a stream has; 0 when it does not exist.
    public func version(of stream: StreamID, in jurisdiction: String) async throws -> Int64 {
        try await pool.run { session in
            let rows = try session.query(
                """
                select stream_version from log.event
                where jurisdiction = \(jurisdiction) and stream_kind = \(stream.kind) and stream_id = \(stream.id)
                order by stream_version desc limit 1
                """)
            return try rows.first?.get(0) ?? 0
        }
    }

    /// Where an event is in the log; `nil` when it is not there.
    public func position(of event: UUID, in jurisdiction: String) async throws -> Int64? {
        try await pool.run { session in
            let rows = try session.query(
                "select position from log.event where jurisdiction = \(jurisdiction) and event_id = \(event)")
            return try rows.first?.get(0)
        }
    }
}
