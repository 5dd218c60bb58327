@testable import EventLog
import EventModel
import Foundation
import Postgres
import TestSupport
import Testing

/// A row written by COPY must be the row that an insert writes.
@Suite("Rows into tables", .timeLimit(.minutes(5)))
struct RowWritingTests {
    /// One row of every kind of column, made from the event's own payload.
    private enum Assorted: Projection {
        struct Row: Codable, Sendable, Equatable {
            var key: String
            var text: String?
            var texts: [String?]
            var grid: [[Int]]
            var ids: [UUID]
            var document: JSONValue?
            var list: [JSONValue]
            var count: Int
            var isOpen: Bool
            var share: Double
            var seenAt: Date
            var seenOn: Day?
            var thingID: UUID
        }

        static let name = "assorted"
        static let version = 1
        static let types: Set<String> = ["thing.made", "thing.moved", "thing.gone"]

        static func key(for event: RecordedEvent) -> String? { event.stream.id.text }

        static func evolve(_ row: inout Row?, with event: RecordedEvent) throws {
            guard event.type != "thing.gone" else {
                row = nil
                return
            }
            let words = try JSONDecoder().decode([String].self, from: event.payload)
            row = Row(
                key: event.stream.id.text, text: words.first, texts: words + [nil, ""],
                grid: [[1, 2], [3, row?.count ?? 0]], ids: [event.stream.id, event.id],
                document: words.isEmpty ? nil : .object(["words": .array(words.map(JSONValue.string))]),
                list: [.null, .integer(-1), .bool(true), .string(words.last ?? "")],
                count: (row?.count ?? 0) + 1, isOpen: words.count % 2 == 0, share: Double(words.count) / 3,
                seenAt: event.occurredAt, seenOn: words.isEmpty ? nil : Day("2026-02-28"), thingID: event.stream.id)
        }

        static let table = """
            set role throughline_owner;
            create table read.assorted_v1 (
                jurisdiction text not null, key text not null, text text, texts text[] not null,
                grid integer[] not null, ids uuid[] not null, document jsonb, list json[] not null,
                count bigint not null, is_open boolean not null, share double precision not null,
                seen_at timestamptz not null, seen_on date, thing_id uuid not null,
                length integer generated always as (length(text)) stored, primary key (jurisdiction, key))
            """
    }

    private static let words: [[String]] = [
        [], ["plain"], ["", "NULL", "null"], ["tab\tnew\nline\rend"], [#"back\slash"#, #"\N"#, #"\."#],
        [#"quo"te"#, "apo'strophe", "{brace}", "a,b"], ["é", "😀", "e\u{301}", "\u{2028}"], ["\u{1}\u{7F}", " "],
    ]

    private static func filled(_ count: Int = 40, batchSize: Int = 7) async throws -> (LogDatabase, ProjectionRunner) {
        let log = try await LogDatabase()
        try await log.asAdmin { try $0.execute(script: Assorted.table) }
        try await log.appending { appender in
            let ids = (0..<count).map { _ in UUID() }
            for round in 0..<3 {
                var request = AppendRequest.things()
                request.events = try ids.enumerated().map { index, id -> EventToAppend in
                    let payload = try JSONEncoder().encode(words[(index + round) % words.count])
                    let type = round == 0 ? "thing.made" : (index + round) % 9 == 0 ? "thing.gone" : "thing.moved"
                    return .thing(id, String(decoding: payload, as: UTF8.self), type: type)
                }
                _ = try await appender.append(request)
            }
        }
        let runner = ProjectionRunner(
            pool: log.pool, projections: [AnyProjection(Assorted.self)], batchSize: batchSize, logger: .quiet)
        return (log, runner)
    }

    @Test("Whatever stands in a row, a rebuild writes what following wrote")
    func equal() async throws {
        let (log, runner) = try await Self.filled()
        try await runner.catchUp("us-wa-king")
        let followed = try await log.rows("assorted_v1")
        #expect(followed.count > 30)
        let check = try await runner.check("assorted", jurisdiction: "us-wa-king")
        #expect(check.differences == [])
        #expect(check.rebuiltRows == Int64(followed.count))
        try await runner.rebuild("assorted")
        #expect(try await log.rows("assorted_v1") == followed)
    }

    @Test("A table that outgrows the memory is the same", arguments: [0, 1, 5, 1000])
    func bounded(limit: Int) async throws {
        let (log, runner) = try await Self.filled()
        try await runner.catchUp("us-wa-king")
        let followed = try await log.rows("assorted_v1")
        try await log.pool.run { session in
            let projection = AnyProjection(Assorted.self)
            let live = try runner.table(of: projection, on: session)
            let scratch = try ScratchTable(
                for: projection, like: live, in: "us-wa-king", memoryLimit: limit, on: session)
            // Stretch by stretch, or one reading would take the whole log at once.
            var position: Int64 = -1
            while position < 119 {
                position = try scratch.fold(after: position, upTo: position + 11, on: session)
            }
            try session.transaction { try scratch.replaceRows(of: live, on: $0) }
            try scratch.drop(on: session)
        }
        #expect(try await log.rows("assorted_v1") == followed)
    }

    @Test("A rebuild into an empty table gives every row")
    func fromNothing() async throws {
        let (log, runner) = try await Self.filled()
        try await runner.catchUp("us-wa-king")
        let followed = try await log.rows("assorted_v1")
        try await log.asAdmin { try $0.execute(script: "delete from read.assorted_v1") }
        try await runner.rebuild("assorted")
        #expect(try await log.rows("assorted_v1") == followed)
    }

    @Test("A rebuild mends what is wrong, missing or too much, and touches no other row")
    func mending() async throws {
        let (log, runner) = try await Self.filled()
        try await runner.catchUp("us-wa-king")
        let followed = try await log.rows("assorted_v1")
        let damage = """
            with first as (select key from read.assorted_v1 order by key limit 1)
                delete from read.assorted_v1 where key in (select key from first);
            with first as (select key from read.assorted_v1 order by key limit 1)
                update read.assorted_v1 set list = array_append(list, '"more"') where key in (select key from first);
            insert into read.assorted_v1 (
                jurisdiction, key, texts, grid, ids, list, count, is_open, share, seen_at, thing_id)
            select jurisdiction, 'nobody', texts, grid, ids, list, count, is_open, share, seen_at, thing_id
            from read.assorted_v1 limit 1;
            insert into read.assorted_v1 (
                jurisdiction, key, texts, grid, ids, list, count, is_open, share, seen_at, thing_id)
            select 'us-zz-other', 'k', texts, grid, ids, list, count, is_open, share, seen_at, thing_id
            from read.assorted_v1 limit 1;
            """
        try await log.asAdmin { try $0.execute(script: damage) }
        let before = try await Self.placesOfRows(log)
        try await runner.rebuild("assorted", jurisdictions: ["us-wa-king"])
        let after = try await Self.placesOfRows(log)
        #expect(after.subtracting(before).count == 2)
        #expect(before.subtracting(after).count == 2)
        #expect(try await log.rows("assorted_v1") == followed)
    }

    @Test("The exchange goes by the index, though nothing has counted the rows")
    func plan() async throws {
        let count = 4000
        let (log, runner) = try await Self.filled(count, batchSize: 1000)
        try await runner.catchUp("us-wa-king")
        let blocks = try await log.pool.run { session in
            let projection = AnyProjection(Assorted.self)
            let live = try runner.table(of: projection, on: session)
            let scratch = try ScratchTable(for: projection, like: live, in: "us-wa-king", on: session)
            _ = try scratch.fold(after: -1, on: session)
            try session.transaction { try scratch.replaceRows(of: live, on: $0) }
            try session.query("select pg_stat_force_next_flush()")
            let blocks = try session.query(
                """
                select sum(idx_blks_hit + idx_blks_read)::bigint from pg_statio_all_indexes
                where relid = to_regclass(\(scratch.table.name))
                """)[0].get(0, as: Int64.self)
            try scratch.drop(on: session)
            return blocks
        }
        // Two for each row that is written or looked up; going through the whole index for each is dozens.
        #expect((Int64(count)...Int64(5 * count)).contains(blocks), "\(blocks) blocks")
    }

    /// Where every row lies and who wrote it, of all jurisdictions.
    private static func placesOfRows(_ log: LogDatabase) async throws -> Set<String> {
        try await log.asAdmin { session in
            let rows = try session.query("select concat_ws(' ', jurisdiction, key, xmin, ctid) from read.assorted_v1")
            return Set(try rows.map { try $0.get(0, as: String.self) })
        }
    }
}
