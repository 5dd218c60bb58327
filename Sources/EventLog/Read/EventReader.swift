public import EventModel
public import Foundation
public import Postgres

/// Reads the log. Each method has a twin that takes a session, for use inside a transaction.
public struct EventReader: Sendable {
    let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// Events after a position, oldest first; from the beginning by default.
    public func read(_ jurisdiction: String, after: Int64 = -1, limit: Int = 1000) async throws -> [RecordedEvent] {
        try await pool.run { try Self.read(jurisdiction, after: after, limit: limit, on: $0) }
    }

    /// Events before a position, newest first.
    public func read(_ jurisdiction: String, before: Int64, limit: Int = 1000) async throws -> [RecordedEvent] {
        try await pool.run { try Self.read(jurisdiction, before: before, limit: limit, on: $0) }
    }

    /// The events of one stream in order, from a version on, up to a position of the log.
    public func stream(
        _ stream: StreamID, in jurisdiction: String, from version: Int64 = 1, upTo position: Int64? = nil
    ) async throws -> [RecordedEvent] {
        try await pool.run { try Self.stream(stream, in: jurisdiction, from: version, upTo: position, on: $0) }
    }

    /// The events of several streams, ordered by position.
    public func streams(
        _ streams: [StreamID], in jurisdiction: String, upTo position: Int64? = nil
    ) async throws -> [RecordedEvent] {
        try await pool.run { try Self.streams(streams, in: jurisdiction, upTo: position, on: $0) }
    }

    /// The last position; -1 while the log is empty.
    public func head(_ jurisdiction: String) async throws -> Int64 {
        try await pool.run { try Self.head(jurisdiction, on: $0) }
    }

    /// Every jurisdiction with at least one event, in order.
    public func jurisdictions() async throws -> [String] {
        try await pool.run { try Self.jurisdictions(on: $0) }
    }

    /// The last position recorded at or before a moment; -1 when there was none.
    public func position(of jurisdiction: String, recordedBy moment: Date) async throws -> Int64 {
        try await pool.run { try Self.position(of: jurisdiction, recordedBy: moment, on: $0) }
    }

    /// Which of these streams exist, so that an import can be repeated.
    public func existing(_ streams: [StreamID], in jurisdiction: String) async throws -> Set<UUID> {
        try await pool.run { try Self.existing(streams, in: jurisdiction, on: $0) }
    }

    /// The versions of those streams that have no event of a type. Streams that do not exist are left out.
    public func versions(
        of streams: [StreamID], without type: String, in jurisdiction: String
    ) async throws -> [StreamID: Int64] {
        guard !streams.isEmpty else { return [:] }
        return try await pool.run { try Self.versions(of: streams, without: type, in: jurisdiction, on: $0) }
    }
}
