import Postgres

/// Something that a person who owns the database could do to history.
struct Tampering: Sendable {
    var name: String
    var script: String
    /// The first position that verification must name.
    var position: Int64
    /// Words of what it must say.
    var says: String

    /// Every column of an event, each changed to another value that its type allows.
    static func columns(of position: Int64, on session: PostgresSession) throws -> [Tampering] {
        try session.query(
            """
            select column_name::text, data_type::text, is_nullable::text from information_schema.columns
            where table_schema = 'log' and table_name = 'event' order by ordinal_position
            """
        ).flatMap { row -> [Tampering] in
            let (column, type) = (try row.get(0, as: String.self), try row.get(1, as: String.self))
            let value =
                switch type {
                case "bigint": "\(column) + 1000000"
                case "smallint": "(\(column) + 1)::smallint"
                case "timestamp with time zone": "\(column) + interval '1 microsecond'"
                case "uuid": "gen_random_uuid()"
                case "boolean": "not \(column)"
                case "bytea": "set_byte(\(column), 3, get_byte(\(column), 3) # 1)"
                // One space more: not the meaning but the bytes are what was hashed.
                case "json": "(\(column)::text || ' ')::json"
                default: "\(column) || 'x'"
                }
            let says =
                switch column {
                case "position", "jurisdiction": "missing"
                case "salt", "payload", "digest": "do not give its digest"
                default: "a column of it was changed"
                }
            func change(_ name: String, to value: String, says: String) -> Tampering {
                Tampering(
                    name: name, script: "update log.event set \(column) = \(value) where position = \(position)",
                    position: position, says: says)
            }
            var tamperings = [change("change \(column)", to: value, says: says)]
            if try row.get(2, as: String.self) == "YES" {
                let gone = column == "salt" || column == "payload" ? "its payload is gone" : says
                tamperings.append(change("empty \(column)", to: "null", says: gone))
            }
            return tamperings
        }
    }

    /// What else can be done to rows and tiles of a log of 700 events, of which the first 600 were published in
    /// checkpoints of 100, 300 and 600.
    static let others: [Tampering] = [
        Tampering(
            name: "swap two events",
            script: """
                alter table log.event drop constraint event_pkey cascade;
                update log.event set position = case position when 41 then 205 else 41 end where position in (41, 205)
                """, position: 41, says: "a column of it was changed"),
        Tampering(
            name: "let the recording time go backwards",
            script: "update log.event set recorded_at = recorded_at - interval '1 hour' where position = 450",
            position: 450, says: "recorded before the event before it"),
        Tampering(
            name: "the same after the last checkpoint",
            script: "update log.event set recorded_at = recorded_at - interval '1 hour' where position = 650",
            position: 650, says: "recorded before the event before it"),
        Tampering(
            name: "delete an event", script: "delete from log.event where position = 299", position: 299,
            says: "missing"),
        Tampering(
            name: "delete an event and close the gap",
            script: """
                alter table log.event drop constraint event_pkey cascade;
                delete from log.event where position = 120;
                update log.event set position = position - 1 where position > 120
                """, position: 120, says: "a column of it was changed"),
        Tampering(
            name: "insert an event and move the others",
            script: """
                alter table log.event drop constraint event_pkey cascade;
                update log.event set position = position + 1 where position >= 77;
                create temporary table forged as select * from log.event where position = 80;
                update forged set position = 77, event_id = gen_random_uuid(), stream_id = gen_random_uuid();
                insert into log.event select * from forged
                """, position: 77, says: "a column of it was changed"),
        Tampering(
            name: "insert an event twice",
            script: """
                alter table log.event drop constraint event_pkey cascade;
                create temporary table forged as select * from log.event where position = 80;
                update forged set event_id = gen_random_uuid(), stream_id = gen_random_uuid();
                insert into log.event select * from forged
                """, position: 80, says: "is there twice"),
        Tampering(
            name: "cut off the tail", script: "delete from log.event where position >= 590", position: 590,
            says: "missing"),
        Tampering(
            name: "cut off everything", script: "delete from log.event", position: 0, says: "missing"),
        Tampering(
            name: "edit a leaf tile",
            script: "update ledger.tile set hashes = set_byte(hashes, 160, get_byte(hashes, 160) # 1) where n = 1",
            position: 261, says: "the tile was changed"),
        Tampering(
            name: "edit the hash of a tile",
            script: "update ledger.tile set root = sha256(root) where level = 0 and n = 1", position: 256,
            says: "tile/0/001 was changed"),
        Tampering(
            name: "delete a tile", script: "delete from ledger.tile where n = 0", position: 0, says: "no hash is stored"
        ),
        Tampering(
            name: "edit the leaves of a checkpoint",
            script:
                "update ledger.checkpoint set leaves = set_byte(leaves, 0, get_byte(leaves, 0) # 1) where size = 600",
            position: 512, says: "the tile was changed"),
        Tampering(
            name: "edit the root of a checkpoint",
            script: "update ledger.checkpoint set root = sha256(root) where size = 300", position: 299,
            says: "something else than its signed note"),
        Tampering(
            name: "edit a signed note",
            script: "update ledger.checkpoint set note = replace(note, '300', '299') where size = 300", position: 299,
            says: "is not signed as it should be"),
        Tampering(
            name: "change an event, its payload's digest and its tile",
            script: """
                update log.event set payload = '{"number":-1}', digest = sha256(salt || '{"number":-1}'::bytea)
                where position = 270;
                delete from ledger.tile where n = 1;
                """, position: 256, says: "no hash is stored"),
    ]
}
