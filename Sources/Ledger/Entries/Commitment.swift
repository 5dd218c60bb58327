import Crypto
public import EventModel
public import Foundation

/// One entry of a ledger: what the log promises about one event, without saying what the event is.
///
/// It is a small JSON object (restricted RFC 8785) with two digests, which between them cover every stored column:
/// `digest` is over salt and payload, and outlives a payload destroyed by order; `meta` is over all other columns that
/// the entry does not show. Their canonical bytes are stored nowhere: who may see the columns computes them again.
public struct Commitment: Hashable, Sendable {
    public static let version = 1

    /// The log's origin, as its checkpoints say it.
    public let origin: String
    /// Counts a log's new beginnings after a loss of published entries; the first is 0.
    public let epoch: Int64
    /// The event's place in its jurisdiction's log, which goes on over epochs.
    public let position: Int64
    public let eventID: UUID
    public let recordedAt: Date
    public let kind: Kind
    /// SHA-256 of salt and stored payload.
    public let digest: Hash256
    /// SHA-256 of `EventColumns`.
    public let meta: Hash256

    /// What sort of step it is, as coarse as an auditor without access needs it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case event, seal, unseal, erase, restore
        case keyEpoch = "key-epoch"
    }

    public init(
        origin: String, epoch: Int64 = 0, position: Int64, eventID: UUID, recordedAt: Date, kind: Kind = .event,
        digest: Hash256, meta: Hash256
    ) {
        self.origin = origin
        self.epoch = epoch
        self.position = position
        self.eventID = eventID
        self.recordedAt = recordedAt
        self.kind = kind
        self.digest = digest
        self.meta = meta
    }

    /// Commits to a stored event and to the digest that is stored with it.
    public init(
        to event: RecordedEvent, digest: Hash256, origin: String, epoch: Int64 = 0, kind: Kind = .event
    ) {
        self.init(
            origin: origin, epoch: epoch, position: event.position, eventID: event.id, recordedAt: event.recordedAt,
            kind: kind, digest: digest, meta: EventColumns.digest(of: event))
    }

    /// The entry's bytes, whose hash is the leaf.
    public var bytes: [UInt8] { write { Array($0) } }

    public var leaf: Hash256 { write { .leaf(of: $0) } }

    private func write<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
        var object = CanonicalJSON()
        object.moment("at", recordedAt)
        object.digest("digest", digest)
        object.integer("epoch", epoch)
        object.id("id", eventID)
        object.string("kind", kind.rawValue)
        object.string("log", origin)
        object.digest("meta", meta)
        object.integer("position", position)
        object.integer("v", Int64(Self.version))
        return object.close(use)
    }
}

/// The columns of an event that its entry does not show, as the one JSON object that `meta` is the digest of.
public enum EventColumns {
    public static func bytes(of event: RecordedEvent) -> [UInt8] { write(event) { Array($0) } }

    public static func digest(of event: RecordedEvent) -> Hash256 { write(event) { Hash256(hashing: $0) } }

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

/// The digest that is stored with each event.
public enum PayloadDigest {
    /// SHA-256 of the salt and the payload's stored bytes after it.
    public static func of(salt: some ContiguousBytes, payload: some ContiguousBytes) -> Hash256 {
        var hasher = SHA256()
        salt.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        payload.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return Hash256(hasher.finalize())
    }
}
