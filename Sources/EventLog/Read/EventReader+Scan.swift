public import EventModel
import Foundation
public import Postgres

extension EventReader {
    /// Reads a stretch of a log, oldest first, one event at a time: for whoever reads most of a log and keeps little.
    ///
    /// Faster than page after page, and in constant memory. The session can do nothing else before it ends.
    /// - Parameter types: only events of these types; all by default.
    public static func scan(
        _ jurisdiction: String, after: Int64 = -1, upTo last: Int64? = nil, types: Set<String>? = nil,
        on session: PostgresSession, _ consume: (RecordedEvent) throws -> Void
    ) throws {
        // A COPY takes no parameters.
        let wanted = types.map { "and type in (\($0.sorted().map(literal).joined(separator: ", ")))" } ?? ""
        guard types?.isEmpty != true else { return }
        try session.copyOut(
            rows: """
                copy (
                    select \(columns) from log.event
                    where jurisdiction = \(literal(jurisdiction)) and position > \(after)
                        and position <= \(last ?? .max) \(wanted)
                    order by position) to stdout (format binary)
                """
        ) { row in try consume(try event(&row, in: jurisdiction)) }
    }

    /// The same on a connection of its own; the closure gives what it made of the events.
    public func scan<Result: Sendable>(
        _ jurisdiction: String, upTo last: Int64? = nil, types: Set<String>? = nil, into start: Result,
        _ consume: @escaping @Sendable (inout Result, RecordedEvent) throws -> Void
    ) async throws -> Result {
        try await pool.run { session in
            var result = start
            try Self.scan(jurisdiction, upTo: last, types: types, on: session) { try consume(&result, $0) }
            return result
        }
    }

    /// A string constant that means the same whatever `standard_conforming_strings` is.
    static func literal(_ text: String) -> String {
        // By scalars: a quote with a combining accent after it is one character, and another one than a quote.
        var literal = String.UnicodeScalarView("E'".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\\" { literal.append(scalar) }
            literal.append(scalar)
        }
        literal.append("'")
        return String(literal)
    }

    /// Reads `columns` in their order.
    static func event(
        _ row: inout PostgresCopyRow, in jurisdiction: String
    ) throws(PostgresError) -> RecordedEvent {
        RecordedEvent(
            jurisdiction: jurisdiction, position: try row.next(),
            stream: StreamID(try row.next(as: String.self), try row.next(as: UUID.self)), streamVersion: try row.next(),
            id: try row.next(), type: try row.next(), schemaVersion: Int(try row.next(as: Int16.self)),
            occurredAt: try row.next(), occurredOnDateOnly: try row.next(), recordedAt: try row.next(),
            actor: try row.next(as: UUID?.self), organization: try row.next(as: UUID?.self),
            commandID: try row.next(), correlationID: try row.next(), causationID: try row.next(as: UUID?.self),
            module: try row.next(as: String?.self), policyVersion: try row.next(as: String?.self),
            // A payload destroyed by order reads as an empty one.
            payload: try row.next(as: JSONBytes?.self)?.data ?? Data())
    }
}
