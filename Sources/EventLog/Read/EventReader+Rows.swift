import EventModel
import Foundation
import Postgres

extension EventReader {
    /// The columns in the order that `event` reads them. The jurisdiction is known to whoever asks.
    static let columns = """
        position, stream_kind, stream_id, stream_version, event_id, type, schema_version, occurred_at, \
        occurred_on_date_only, recorded_at, actor, organization, command_id, correlation_id, causation_id, module, \
        policy_version, payload
        """

    static func events(_ rows: PostgresRows, in jurisdiction: String) throws(PostgresError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        events.reserveCapacity(rows.count)
        for row in rows { events.append(try event(row, in: jurisdiction)) }
        return events
    }

    static func event(_ row: PostgresRow, in jurisdiction: String) throws(PostgresError) -> RecordedEvent {
        RecordedEvent(
            jurisdiction: jurisdiction, position: try row.get(0),
            stream: StreamID(try row.get(1, as: String.self), try row.get(2, as: UUID.self)),
            streamVersion: try row.get(3), id: try row.get(4), type: try row.get(5),
            schemaVersion: Int(try row.get(6, as: Int16.self)), occurredAt: try row.get(7),
            occurredOnDateOnly: try row.get(8), recordedAt: try row.get(9), actor: try row.get(10, as: UUID?.self),
            organization: try row.get(11, as: UUID?.self), commandID: try row.get(12), correlationID: try row.get(13),
            causationID: try row.get(14, as: UUID?.self), module: try row.get(15, as: String?.self),
            policyVersion: try row.get(16, as: String?.self),
            // A payload destroyed by order reads as an empty one.
            payload: try row.get(17, as: JSONBytes?.self)?.data ?? Data())
    }
}
