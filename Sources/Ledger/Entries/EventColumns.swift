public import EventModel
public import Foundation

/// The columns of an event that its entry does not show, as the one JSON object that `meta` is the digest of.
public enum EventColumns {
    public static func bytes(of event: RecordedEvent) -> [UInt8] { write(event) { Array($0) } }

    /// SHA-256 of the columns' salt and the object after it.
    public static func digest(of event: RecordedEvent, salt: Hash256) -> Hash256 {
        write(event) { columns in salt.withUnsafeBytes { Hash256(hashing: $0, columns) } }
    }

    /// The salt of the columns, made of the event's own one way: SHA-256 of `meta` and the event's salt.
    ///
    /// Who destroys a payload destroys the event's salt with it, and may keep this one: the columns can be checked with
    /// it, and it tells nothing of the payload.
    public static func salt(from salt: some ContiguousBytes) -> Hash256 {
        salt.withUnsafeBytes { salt in
            Array("meta".utf8).withUnsafeBytes { Hash256(hashing: $0, salt) }
        }
    }

    private static func write<Result>(_ event: RecordedEvent, _ use: (UnsafeRawBufferPointer) -> Result) -> Result {
        var object = CanonicalJSON()
        object.id("actor", event.actor)
        object.id("causationId", event.causationID)
        object.id("commandId", event.commandID)
        object.id("correlationId", event.correlationID)
        object.string("jurisdiction", event.jurisdiction)
        object.string("module", event.module)
        object.moment("occurredAt", event.occurredAt)
        object.boolean("occurredOnDateOnly", event.occurredOnDateOnly)
        object.id("organization", event.organization)
        object.string("policyVersion", event.policyVersion)
        object.integer("schemaVersion", Int64(event.schemaVersion))
        object.id("streamId", event.stream.id)
        object.string("streamKind", event.stream.kind)
        object.integer("streamVersion", event.streamVersion)
        object.string("type", event.type)
        return object.close(use)
    }
}
