public import EventModel
public import Foundation

/// One entry of a ledger: what the log promises about one event, without saying what the event is.
///
/// It is a small JSON object (restricted RFC 8785) with two digests, which between them cover every stored column:
/// `digest` is over salt and payload, and outlives a payload destroyed by order; `meta` is over all other columns that
/// the entry does not show. Their canonical bytes are stored nowhere: who may see the columns computes them again.
/// Entries may be public, so both digests are salted: the id of an imported case is no secret to who knows the case.
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
    /// SHA-256 of the `EventColumns`, salted.
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

    /// Commits to a stored event, and to the digest and salt that are stored with it.
    public init(
        to event: RecordedEvent, digest: Hash256, salt: some ContiguousBytes, origin: String, epoch: Int64 = 0,
        kind: Kind = .event
    ) {
        self.init(
            origin: origin, epoch: epoch, position: event.position, eventID: event.id, recordedAt: event.recordedAt,
            kind: kind, digest: digest, meta: EventColumns.digest(of: event, salt: EventColumns.salt(from: salt)))
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
