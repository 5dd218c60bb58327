import EventModel
import Foundation
import Postgres

/// One table of a read model, live or scratch, and the statements on it.
struct RowTable: Sendable {
    /// Quoted, with its schema.
    let name: String
    private let columns: [RowColumn]
    private let upsertSQL: String
    private let onConflict: String

    /// Looks the columns up; throws when the table does not exist or does not begin as it should.
    init(schema: String, table: String, on session: PostgresSession) throws {
        let rows = try session.query(
            """
            select a.attname, t.typcategory = 'A', t.typname in ('json', 'jsonb', '_json', '_jsonb')
            from pg_attribute a
            join pg_type t on t.oid = a.atttypid
            where a.attrelid = to_regclass(\("\(schema).\(table)")) and a.attnum > 0 and not a.attisdropped
                and a.attgenerated = '' order by a.attnum
            """)
        let columns = try rows.map {
            RowColumn(name: try $0.get(0), isArray: try $0.get(1), isJSON: try $0.get(2))
        }
        guard columns.map(\.name).starts(with: ["jurisdiction", "key"]) else {
            throw ProjectionError(
                .noTable, "The table \(schema).\(table) is missing or does not begin with jurisdiction and key.")
        }
        self.init(name: "\(schema).\(table)", columns: columns)
    }

    private init(name: String, columns: [RowColumn]) {
        self.name = name
        self.columns = columns
        let own = columns.dropFirst().map(\.quoted)
        let updates = own.dropFirst().map { "\($0) = excluded.\($0)" }
        onConflict = """
            on conflict (jurisdiction, key) \(
                updates.isEmpty ? "do nothing" : "do update set " + updates.joined(separator: ", "))
            """
        upsertSQL = """
            insert into \(name) (jurisdiction, \(own.joined(separator: ", ")))
            select $1, \(own.map { "r.\($0)" }.joined(separator: ", ")) from json_populate_recordset(null::\(name), $2) r
            \(onConflict)
            """
    }

    /// An empty table of the same shape under another name, which only this server's rebuild knows.
    ///
    /// It has one index: others would cost more to fill than the few reads of it could gain.
    func makeScratch(_ table: String, on session: PostgresSession) throws -> RowTable {
        let scratch = RowTable(name: "scratch.\(table)", columns: columns)
        try session.execute(
            script: """
                create unlogged table \(scratch.name)
                    (like \(name) including all excluding indexes, primary key (jurisdiction, key))
                """)
        return scratch
    }

    /// Hands the stored rows of these keys to the fold.
    ///
    /// One look-up a key: a plan made while the table was small would filter all of a jurisdiction's rows instead.
    func load(_ keys: [String], of jurisdiction: String, into fold: any RowFold, on session: PostgresSession) throws {
        guard !keys.isEmpty else { return }
        let rows = try session.query(
            """
            select t.key, to_json(t) from unnest(\(keys)) k cross join lateral (
                select * from \(raw: name) where jurisdiction = \(jurisdiction) and key = k offset 0) t
            """)
        for row in rows { try fold.load(row.get(1, as: JSONBytes.self).data, key: row.get(0)) }
    }

    func write(_ changes: RowChanges, of jurisdiction: String, on session: PostgresSession) throws {
        if let rows = changes.rows {
            try session.query(PostgresQuery(sql: upsertSQL, [jurisdiction, JSONBytes(rows)]))
        }
        if !changes.deleted.isEmpty {
            try session.query(
                """
                delete from \(raw: name)
                where jurisdiction = \(jurisdiction) and key = any (\(changes.deleted))
                """)
        }
    }

    /// Writes what changed into a table that nobody else writes: by COPY what is new to it.
    func fill(from fold: any RowFold, of jurisdiction: String, on session: PostgresSession) throws {
        var rest = RowChanges(rows: nil, deleted: [])
        let first = Array(jurisdiction.utf8)
        let places = Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), columns.indices))
        try session.copyIn(text: "copy \(name) (\(columnList)) from stdin") { writer in
            rest = try fold.takeChanges { row in
                var values = [JSONWritten?](repeating: nil, count: columns.count)
                row.forEachMember { name, value in
                    if let place = places[name] { values[place] = value }
                }
                writer.field(first)
                for (column, value) in zip(columns, values).dropFirst() { column.write(value, to: &writer) }
                try writer.endRow()
            }
        }
        try write(rest, of: jurisdiction, on: session)
    }

    private var columnList: String { columns.map(\.quoted).joined(separator: ", ") }

    /// Whether the jurisdiction has any rows.
    func hasRows(of jurisdiction: String, on session: PostgresSession) throws -> Bool {
        try session.query("select exists (select from \(raw: name) where jurisdiction = \(jurisdiction))")[0].get(0)
    }

    /// Makes the jurisdiction's rows those of a scratch table, which has no others. A row that is there already, byte for
    /// byte, is not touched: writing it into every index again costs many times as much as looking at it.
    ///
    /// Joined by the whole key, so that a plan that expects few rows goes by the index and not through all pairs.
    func takeRows(of jurisdiction: String, from scratch: RowTable, on session: PostgresSession) throws {
        try session.query(
            """
            delete from \(raw: name) old where jurisdiction = \(jurisdiction)
                and not exists (
                    select from \(raw: scratch.name) new
                    where new.jurisdiction = old.jurisdiction and new.key = old.key)
            """)
        let new = columns.map { "new.\($0.quoted)" }.joined(separator: ", ")
        let old = columns.map { "old.\($0.quoted)" }.joined(separator: ", ")
        try session.query(
            """
            insert into \(raw: name) (\(raw: columnList))
            select \(raw: new) from \(raw: scratch.name) new
            left join \(raw: name) old on old.jurisdiction = new.jurisdiction and old.key = new.key
            where old.key is null or row(\(raw: new))::record *<> row(\(raw: old))::record
            \(raw: onConflict)
            """)
    }
}
