import EventLog
import EventModel
import Foundation
import Postgres
import TestSupport

/// One row per thing: where it is, how often it moved, and when.
enum Tally: Projection {
    struct Row: Codable, Sendable, Equatable {
        var key: String
        var place: String
        var moveCount: Int
        var lastAt: Date
        var thingID: UUID
        var seenOn: Day?
        var isHere: Bool
        var places: [String]
    }

    struct Place: Codable {
        var place: String
    }

    static let name = "tally"
    static let version = 1
    static let types: Set<String> = ["thing.made", "thing.moved", "thing.gone"]

    static func key(for event: RecordedEvent) -> String? { event.stream.id.text }

    static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        guard event.type != "thing.gone" else {
            row = nil
            return
        }
        let place = try JSONDecoder().decode(Place.self, from: event.payload).place
        var next =
            row
            ?? Row(
                key: event.stream.id.text, place: place, moveCount: -1, lastAt: event.occurredAt,
                thingID: event.stream.id, isHere: true, places: [])
        next.place = place
        next.moveCount += 1
        next.lastAt = event.occurredAt
        next.isHere = place == "here"
        next.seenOn = next.isHere ? Day(daysSince1970: 20_000) : nil
        next.places.append(place)
        row = next
    }

    static let table = """
        create table read.tally_v1 (
            jurisdiction text not null, key text not null, place text not null check (place <> 'forbidden'),
            move_count integer not null, last_at timestamptz not null, thing_id uuid not null, seen_on date,
            is_here boolean not null, places jsonb not null, primary key (jurisdiction, key))
        """
}

/// The same projection as a fixed build has it: it reads what was poison.
enum Fixed: Projection {
    typealias Row = Fragile.Row

    static let name = Fragile.name
    static let version = Fragile.version
    static let types = Fragile.types

    static func key(for event: RecordedEvent) -> String? { event.type }

    static func evolve(_ row: inout Row?, with event: RecordedEvent) {
        row = Row(key: event.type, count: (row?.count ?? 0) + 1)
    }
}

/// Counts events by type, and fails at a poisoned one.
enum Fragile: Projection {
    struct Row: Codable, Sendable, Equatable {
        var key: String
        var count: Int
    }

    struct Poisoned: Error {}

    static let name = "fragile"
    static let version = 1
    static let types: Set<String> = ["thing.made", "thing.moved"]

    static func key(for event: RecordedEvent) -> String? { event.type }

    static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
        if String(decoding: event.payload, as: UTF8.self).contains("poison") { throw Poisoned() }
        row = Row(key: event.type, count: (row?.count ?? 0) + 1)
    }

    static let table = """
        create table read.fragile_v1 (
            jurisdiction text not null, key text not null, count bigint not null, primary key (jurisdiction, key))
        """
}

extension LogDatabase {
    /// The same with the tables of the test projections.
    static func withReadModels() async throws -> LogDatabase {
        let log = try await LogDatabase()
        try await log.asAdmin { session in
            try session.execute(script: "set role throughline_owner; \(Tally.table); \(Fragile.table)")
        }
        return log
    }

    func runner(
        batchSize: Int = 1000, follower: LogFollower? = nil, share: WorkShare? = nil,
        pace: RetryPace = .init(first: .seconds(3600), longest: .seconds(3600)),
        _ projections: [AnyProjection] = [AnyProjection(Tally.self), AnyProjection(Fragile.self)]
    ) -> ProjectionRunner {
        ProjectionRunner(
            pool: pool, projections: projections, follower: follower, share: share, batchSize: batchSize, pace: pace,
            logger: .quiet)
    }

    /// The rows of a read model as JSON without the jurisdiction, by key.
    func rows(_ table: String, _ jurisdiction: String = "us-wa-king") async throws -> [String] {
        try await pool.run { session in
            try session.query(
                """
                select (to_jsonb(t) - 'jurisdiction')::text from read.\(identifier: table) t
                where jurisdiction = \(jurisdiction) order by key
                """
            ).map { try $0.get(0, as: String.self) }
        }
    }

    func checkpoints() async throws -> [String: Int64] {
        try await pool.run { session in
            var positions: [String: Int64] = [:]
            for row in try session.query("select projection, position from read.checkpoint") {
                positions[try row.get(0)] = try row.get(1, as: Int64.self)
            }
            return positions
        }
    }
}
