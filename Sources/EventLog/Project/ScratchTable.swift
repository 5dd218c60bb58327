import EventModel
import Foundation
import Postgres

/// A read model built anew beside the live one, by one session, which holds a lock on its name while it lives.
struct ScratchTable {
    let table: RowTable
    private let name: String
    private let jurisdiction: String
    private let types: Set<String>
    private let fold: any RowFold
    /// Rows kept in memory; beyond it they are written and loaded again when they are touched.
    private let memoryLimit: Int
    /// Positions that are read at a time; the events among them that the projection does not read stay in the database.
    private static let readSize = 5000

    init(
        for projection: AnyProjection, like live: RowTable, in jurisdiction: String, memoryLimit: Int = 50_000,
        on session: PostgresSession
    ) throws {
        self.memoryLimit = memoryLimit
        name = "\(projection.name)_\(UInt32.random(in: .min ... .max))"
        self.jurisdiction = jurisdiction
        types = projection.types
        fold = projection.makeFold(true)
        try session.query("select pg_advisory_lock(\(Self.lockKey), hashtext(\(name)))")
        table = try live.makeScratch(name, on: session)
    }

    /// Builds the table from the events up to `last`.
    func build(upTo last: Int64, on session: PostgresSession) throws {
        _ = try fold(after: -1, upTo: last, on: session)
        try table.fill(from: fold, of: jurisdiction, on: session)
    }

    /// Folds the events after a position, up to `last` or the head, and answers with the last one read. The table has
    /// what did not fit into memory.
    func fold(
        after start: Int64, upTo last: Int64? = nil, on session: PostgresSession, progress: (Int64) -> Void = { _ in }
    ) throws -> Int64 {
        var position = start
        while case let end = min(last ?? .max, try EventReader.head(jurisdiction, on: session)), position < end {
            // A log has no gaps, so a stretch of it can be named beforehand.
            let stop = min(position + Int64(Self.readSize), end)
            var events: [RecordedEvent] = []
            try EventReader.scan(jurisdiction, after: position, upTo: stop, types: types, on: session) {
                events.append($0)
            }
            try take(events, on: session)
            position = stop
            progress(position)
        }
        return position
    }

    /// Replaces the jurisdiction's live rows with what was folded: straight from memory where all of it is there and no
    /// row stands in the way.
    func replaceRows(of live: RowTable, on session: PostgresSession) throws {
        if fold.isComplete, try !live.hasRows(of: jurisdiction, on: session) {
            return try live.fill(from: fold, of: jurisdiction, on: session)
        }
        try table.fill(from: fold, of: jurisdiction, on: session)
        try live.takeRows(of: jurisdiction, from: table, on: session)
    }

    /// Folds the events at these positions, in this order.
    func build(_ positions: [Int64], on session: PostgresSession) throws {
        for start in stride(from: 0, to: positions.count, by: Self.readSize) {
            let piece = positions[start..<min(start + Self.readSize, positions.count)]
            try take(try EventReader.read(jurisdiction, positions: Array(piece), on: session), on: session)
        }
        try table.fill(from: fold, of: jurisdiction, on: session)
    }

    private func take(_ events: [RecordedEvent], on session: PostgresSession) throws {
        try table.load(fold.take(events), of: jurisdiction, into: fold, on: session)
        try fold.fold()
        guard fold.rowCount > memoryLimit else { return }
        try table.fill(from: fold, of: jurisdiction, on: session)
        fold.forget()
    }

    func drop(on session: PostgresSession) throws {
        try session.execute(script: "drop table if exists \(table.name)")
        try session.query("select pg_advisory_unlock(\(Self.lockKey), hashtext(\(name)))")
    }

    /// "scra" in ASCII.
    private static let lockKey: Int32 = 0x7363_7261

    /// Drops the tables whose sessions are gone.
    static func dropStale(on session: PostgresSession) throws {
        let tables = try session.query(
            "select relname from pg_class where relnamespace = 'scratch'::regnamespace and relkind = 'r'")
        for row in tables {
            let name = try row.get(0, as: String.self)
            let isFree = try session.query("select pg_try_advisory_lock(\(lockKey), hashtext(\(name)))")
            guard try isFree[0].get(0, as: Bool.self) else { continue }
            try session.query("drop table if exists scratch.\(identifier: name)")
            try session.query("select pg_advisory_unlock(\(lockKey), hashtext(\(name)))")
        }
    }
}

extension ProjectionRunner {
    /// Drops what rebuilds of dead servers left behind.
    func dropStaleScratch() async throws {
        try await pool.run { try ScratchTable.dropStale(on: $0) }
    }
}
