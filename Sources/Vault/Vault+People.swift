public import EventModel
public import Foundation
public import Postgres

extension Vault {
    /// Keeps the latest sealed value of some fields, inside the caller's transaction.
    ///
    /// Call it in the order of the log. Values under a key that is no more are left out, so a replay brings nobody back.
    public func remember(
        subject: UUID, in jurisdiction: String, event: UUID, type: String, fields: [String: SealedText],
        _ session: PostgresSession
    ) throws {
        guard !fields.isEmpty else { return }
        let fields = fields.sorted { $0.key < $1.key }
        try session.query(
            """
            insert into vault.person (jurisdiction, participant, field, event_id, type, key_id, box) \
            select k.jurisdiction, k.subject, n.field, \(event), \(type), n.key_id, n.box \
            from unnest(\(fields.map(\.key)), \(fields.map(\.value.key)), \(fields.map(\.value.box))) \
            as n (field, key_id, box) join vault.key k on k.key_id = n.key_id \
            where k.jurisdiction = \(jurisdiction) and k.subject = \(subject) \
            on conflict (jurisdiction, participant, field) do update set event_id = excluded.event_id, \
            type = excluded.type, key_id = excluded.key_id, box = excluded.box
            """)
    }

    /// Forgets some fields of a person, as when a correction takes them back.
    public func forget(
        subject: UUID, in jurisdiction: String, fields: Set<String>, _ session: PostgresSession
    ) throws {
        try session.query(
            """
            delete from vault.person where jurisdiction = \(jurisdiction) and participant = \(subject) \
            and field = any(\(fields.sorted()))
            """)
    }

    /// What is known of these people. Who is unknown, or was expunged, is not in the answer.
    public func people(_ ids: [UUID], in jurisdiction: String) async throws -> [UUID: Person] {
        guard !ids.isEmpty else { return [:] }
        let rows = try await pool.run { session in
            try session.query(
                """
                select participant, field, event_id, type, key_id, box from vault.person \
                where jurisdiction = \(jurisdiction) and participant = any(\(ids))
                """
            ).map { row in
                SealedField(
                    subject: try row.get(0), field: try row.get(1), event: try row.get(2), type: try row.get(3),
                    sealed: SealedText(key: try row.get(4), box: try row.get(5)))
            }
        }
        let ring = try await keys(for: Set(rows.map(\.subject)), in: jurisdiction, create: false)
        var people: [UUID: Person] = [:]
        for row in rows {
            let opened = try ring.opener(event: row.event, type: row.type)(row.sealed, row.field)
            people[row.subject, default: Person(id: row.subject, fields: [:])].fields[row.field] = opened
        }
        return people
    }

    private struct SealedField: Sendable {
        var subject: UUID
        var field: String
        var event: UUID
        var type: String
        var sealed: SealedText
    }
}
