public import EventModel
public import Foundation

/// One event on its way into the log.
public struct EventToAppend: Sendable, Hashable {
    public var stream: StreamID
    public var id: UUID
    public var type: String
    public var schemaVersion: Int
    public var occurredAt: Date
    /// True when only the date is known.
    public var occurredOnDateOnly: Bool
    /// UTF-8 JSON; the very bytes that are hashed and stored.
    public var payload: Data

    public init(
        stream: StreamID, id: UUID, type: String, schemaVersion: Int = 1, occurredAt: Date,
        occurredOnDateOnly: Bool = false, payload: Data
    ) {
        self.stream = stream
        self.id = id
        self.type = type
        self.schemaVersion = schemaVersion
        self.occurredAt = occurredAt
        self.occurredOnDateOnly = occurredOnDateOnly
        self.payload = payload
    }
}
