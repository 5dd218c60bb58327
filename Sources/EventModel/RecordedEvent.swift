public import Foundation

/// The name of one stream: what kind of thing, and which one.
public struct StreamID: Hashable, Sendable, CustomStringConvertible {
    public var kind: String
    public var id: UUID

    public init(_ kind: String, _ id: UUID) {
        self.kind = kind
        self.id = id
    }

    public var description: String { "\(kind)/\(id.text)" }
}

/// One event as the log keeps it.
public struct RecordedEvent: Hashable, Sendable {
    public var jurisdiction: String
    /// Its place in the jurisdiction's log, from 0, with no gaps.
    public var position: Int64
    public var stream: StreamID
    /// Its place in its stream, from 1.
    public var streamVersion: Int64
    public var id: UUID
    public var type: String
    public var schemaVersion: Int
    /// When it happened. For a date without a time this is the start of that date.
    public var occurredAt: Date
    /// True when only the date is known.
    public var occurredOnDateOnly: Bool
    /// When the log took it.
    public var recordedAt: Date
    /// The account that acted; `nil` when the system did.
    public var actor: UUID?
    public var organization: UUID?
    public var commandID: UUID
    public var correlationID: UUID
    public var causationID: UUID?
    /// The module and policy version that decided, where one did.
    public var module: String?
    public var policyVersion: String?
    /// The exact stored JSON.
    public var payload: Data

    public init(
        jurisdiction: String, position: Int64, stream: StreamID, streamVersion: Int64, id: UUID, type: String,
        schemaVersion: Int, occurredAt: Date, occurredOnDateOnly: Bool = false, recordedAt: Date, actor: UUID? = nil,
        organization: UUID? = nil, commandID: UUID, correlationID: UUID, causationID: UUID? = nil,
        module: String? = nil, policyVersion: String? = nil, payload: Data
    ) {
        self.jurisdiction = jurisdiction
        self.position = position
        self.stream = stream
        self.streamVersion = streamVersion
        self.id = id
        self.type = type
        self.schemaVersion = schemaVersion
        self.occurredAt = occurredAt
        self.occurredOnDateOnly = occurredOnDateOnly
        self.recordedAt = recordedAt
        self.actor = actor
        self.organization = organization
        self.commandID = commandID
        self.correlationID = correlationID
        self.causationID = causationID
        self.module = module
        self.policyVersion = policyVersion
        self.payload = payload
    }
}
