public import EventModel
public import Foundation
public import Postgres

extension EventReader {
    /// Events after a position, oldest first, no further than `last`.
    public static func read(
        _ jurisdiction: String, after: Int64 = -1, upTo last: Int64? = nil, limit: Int = 1000,
        on session: PostgresSession
    ) throws(PostgresError) -> [RecordedEvent] {
        let rows = try session.query(
            """
            select \(raw: columns) from log.event
            where jurisdiction = \(jurisdiction) and position > \(after) and position <= \(last ?? .max)
            order by position limit \(limit)
            """)
        return try events(rows, in: jurisdiction)
    }

    /// Events before a position, newest first.
    public static func read(
        _ jurisdiction: String, before: Int64, limit: Int = 1000, on session: PostgresSession
    ) throws(PostgresError) -> [RecordedEvent] {
        let rows = try session.query(
            """
            select \(raw: columns) from log.event where jurisdiction = \(jurisdiction) and position < \(before)
            order by position desc limit \(limit)
            """)
        return try events(rows, in: jurisdiction)
    }

    /// The events at these positions, in the order in which they are asked for.
    public static func read(
        _ jurisdiction: String, positions: [Int64], on session: PostgresSession
    ) throws(PostgresError) -> [RecordedEvent] {
        let rows = try session.query(
            """
            select \(raw: columns) from unnest(\(positions)) with ordinality w(wanted, place)
            cross join lateral (
                select * from log.event where jurisdiction = \(jurisdiction) and position = w.wanted offset 0) e
            order by place
            """)
        return try events(rows, in: jurisdiction)
    }

    /// The events of one stream in order, from a version on, up to a position of the log.
    public static func stream(
        _ stream: StreamID, in jurisdiction: String, from version: Int64 = 1, upTo position: Int64? = nil,
        on session: PostgresSession
    ) throws(PostgresError) -> [RecordedEvent] {
        let rows = try session.query(
            """
            select \(raw: columns) from log.event
            where jurisdiction = \(jurisdiction) and stream_kind = \(stream.kind) and stream_id = \(stream.id)
                and stream_version >= \(version) and position <= \(position ?? .max)
            order by stream_version
            """)
        return try events(rows, in: jurisdiction)
    }

    /// The events of several streams, ordered by position.
    public static func streams(
        _ streams: [StreamID], in jurisdiction: String, upTo position: Int64? = nil, on session: PostgresSession
    ) throws(PostgresError) -> [RecordedEvent] {
        let wanted = Array(Set(streams))
        let rows = try session.query(
            """
            select \(raw: columns) from unnest(\(wanted.map(\.kind)), \(wanted.map(\.id))) s(kind, id)
            cross join lateral (
                select * from log.event
                where jurisdiction = \(jurisdiction) and stream_kind = s.kind and stream_id = s.id
                    and position <= \(position ?? .max)
                offset 0) e
            order by position
            """)
        return try events(rows, in: jurisdiction)
    }

    /// The last position; -1 while the log is empty.
    public static func head(_ jurisdiction: String, on session: PostgresSession) throws(PostgresError) -> Int64 {
        let rows = try session.query(
            "select position from log.event where jurisdiction = \(jurisdiction) order by position desc limit 1")
        return try rows.first?.get(0) ?? -1
    }

    /// Every jurisdiction with at least one event, in order.
    public static func jurisdictions(on session: PostgresSession) throws(PostgresError) -> [String] {
        var names: [String] = []
        for row in try session.query("select jurisdiction from log.heads()") { names.append(try row.get(0)) }
        return names
    }

    /// The last position of every jurisdiction.
    public static func heads(on session: PostgresSession) throws(PostgresError) -> [String: Int64] {
        var heads: [String: Int64] = [:]
        for row in try session.query("select jurisdiction, position from log.heads()") {
            heads[try row.get(0)] = try row.get(1, as: Int64.self)
        }
        return heads
    }

    /// The last position recorded at or before a moment; -1 when there was none.
    public static func position(
        of jurisdiction: String, recordedBy moment: Date, on session: PostgresSession
    ) throws(PostgresError) -> Int64 {
        try session.query("select log.position_recorded_by(\(jurisdiction), \(moment))")[0].get(0)
    }

    /// Which of these streams exist.
    public static func existing(
        _ streams: [StreamID], in jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) -> Set<UUID> {
        let rows = try session.query(
            """
            select s.id from unnest(\(streams.map(\.kind)), \(streams.map(\.id))) s(kind, id)
            where (
                select stream_version from log.event
                where jurisdiction = \(jurisdiction) and stream_kind = s.kind and stream_id = s.id
                    and stream_version = 1) is not null
            """)
        var existing: Set<UUID> = []
        for row in rows { existing.insert(try row.get(0)) }
        return existing
    }

    /// The versions of those streams that have no event of a type. Streams that do not exist are left out.
    public static func versions(
        of streams: [StreamID], without type: String, in jurisdiction: String, on session: PostgresSession
    ) throws(PostgresError) -> [StreamID: Int64] {
        let rows = try session.query(
            """
            select s.kind, s.id, e.version from unnest(\(streams.map(\.kind)), \(streams.map(\.id))) s(kind, id)
            cross join lateral (
                select max(stream_version) as version, bool_or(type = \(type)) as has_it from log.event
                where jurisdiction = \(jurisdiction) and stream_kind = s.kind and stream_id = s.id) e
            where not e.has_it
            """)
        var versions: [StreamID: Int64] = [:]
        for row in rows { versions[StreamID(try row.get(0), try row.get(1))] = try row.get(2) }
        return versions
    }
}
