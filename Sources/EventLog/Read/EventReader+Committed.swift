public import EventModel
import Foundation
public import Postgres

/// An event with every column of its row: what proofs are about.
public struct CommittedEvent: Hashable, Sendable {
    public var event: RecordedEvent
    /// SHA-256 of salt and payload, as stored.
    public var digest: [UInt8]
    /// `nil`, as the payload then, when they were destroyed by order.
    public var salt: [UInt8]?
    public var hasPayload: Bool

    public init(event: RecordedEvent, digest: [UInt8], salt: [UInt8]?, hasPayload: Bool = true) {
        self.event = event
        self.digest = digest
        self.salt = salt
        self.hasPayload = hasPayload
    }
}

extension EventReader {
    /// Gives the events at these positions in order, one at a time and never all at once.
    ///
    /// It reads what is there: a position that is missing is passed over, and one that is there twice comes twice.
    public static func committed(
        _ jurisdiction: String, _ positions: Range<Int64>, on session: PostgresSession,
        _ body: (CommittedEvent) throws -> Void
    ) throws {
        // COPY takes no parameters.
        try session.copyOut(
            rows: """
                copy (
                    select \(columns), digest, salt from log.event
                    where jurisdiction = \(literal(jurisdiction)) and position >= \(positions.lowerBound)
                        and position < \(positions.upperBound)
                    order by position) to stdout (format binary)
                """
        ) { row in
            let event = try event(&row, in: jurisdiction)
            // JSON is never empty, so an empty payload is one that was destroyed.
            try body(
                CommittedEvent(
                    event: event, digest: try row.next(), salt: try row.next(as: [UInt8]?.self),
                    hasPayload: !event.payload.isEmpty))
        }
    }
}
