import Crypto
import EventModel
public import Foundation
public import Postgres

/// Writes a demonstration's history with recorded times in the past; the database lets no real jurisdiction have one.
public struct InventedHistory: Sendable {
    /// One event with everything that the log would otherwise decide.
    public struct Event: Sendable {
        public var event: EventToAppend
        public var recordedAt: Date
        public var actor: UUID?
        public var organization: UUID?
        /// Events of one command stand next to each other.
        public var command: UUID

        public init(event: EventToAppend, recordedAt: Date, actor: UUID?, organization: UUID?, command: UUID) {
            self.event = event
            self.recordedAt = recordedAt
            self.actor = actor
            self.organization = organization
            self.command = command
        }
    }

    private let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// Appends a whole history to an empty log, in the order given.
    public func append(_ events: [Event], to jurisdiction: String) async throws {
        guard !events.isEmpty else { return }
        var versions: [StreamID: Int64] = [:]
        let streamVersions = events.map { item -> Int64 in
            versions[item.event.stream, default: 0] += 1
            return versions[item.event.stream] ?? 1
        }
        var generator = SystemRandomNumberGenerator()
        let salts = events.map { _ in (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        let digests = zip(events, salts).map { item, salt -> [UInt8] in
            var hash = SHA256()
            hash.update(data: salt)
            hash.update(data: item.event.payload)
            return Array(hash.finalize())
        }
        let positions = events.indices.map { Int64($0) }
        try await pool.run { session in
            _ = try session.query(
                """
                select log.append_invented(\(jurisdiction), \(positions), \(events.map(\.event.stream.kind)),
                    \(events.map(\.event.stream.id)), \(streamVersions), \(events.map(\.event.id)),
                    \(events.map(\.event.type)), \(events.map { Int16($0.event.schemaVersion) }),
                    \(events.map(\.event.occurredAt)), \(events.map(\.event.occurredOnDateOnly)),
                    \(events.map(\.recordedAt)), \(events.map(\.actor)), \(events.map(\.organization)),
                    \(events.map(\.command)), \(events.map { JSONBytes($0.event.payload) }), \(salts), \(digests))
                """)
        }
    }
}
