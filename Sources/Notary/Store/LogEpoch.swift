public import Foundation
public import Ledger

/// One unbroken tree of a jurisdiction's log.
public struct LogEpoch: Hashable, Sendable {
    public var jurisdiction: String
    /// From 0. Another begins only when published entries were lost.
    public var number: Int
    /// The first line of its checkpoints, and the name of its key.
    public var origin: String
    /// The public key, as readers of signed notes take it.
    public var verifierKey: String
    /// The entry before the log's own, in every epoch but the first: why it began.
    public var statement: [UInt8]?
    public var openedAt: Date

    /// How many entries stand before the log's own.
    private var offset: Int64 { statement == nil ? 0 : 1 }

    /// The size of the tree over so many events.
    func size(ofEvents count: Int64) -> UInt64 { UInt64(count + offset) }

    /// The place in the tree of a position of the log.
    func index(of position: Int64) -> UInt64 { UInt64(position + offset) }

    /// The position of the log at a place in the tree; -1 for the statement.
    func position(at index: UInt64) -> Int64 { Int64(index) - offset }
}

/// A checkpoint as it was stored when it was signed.
public struct StoredCheckpoint: Hashable, Sendable {
    public var size: UInt64
    public var root: Hash256
    /// The leaf hashes since the checkpoint before that are in no full tile at this size.
    var leaves: [UInt8]
    /// The signed note, without cosignatures.
    public var note: String
    public var signedAt: Date
}

/// A full tile, with the hash of all of it.
struct StoredTile: Hashable, Sendable {
    var tile: Tile
    var hashes: [UInt8]
    var root: Hash256
}

/// What became of computing a log again.
public struct StoredVerification: Hashable, Sendable {
    /// The checkpoint that everything matches, by its size; 0 when none does.
    public var size: UInt64
    public var at: Date
    public var failedPosition: Int64?
    /// What does not match; `nil` when everything does.
    public var finding: String?
}
