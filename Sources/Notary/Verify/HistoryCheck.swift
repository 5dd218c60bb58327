import EventLog
import EventModel
import Foundation
import Ledger

/// Compares a history, leaf by leaf, with what was published of it. Everything that does not match is a `Finding`.
struct HistoryCheck {
    let epoch: LogEpoch
    private(set) var builder = TileBuilder()
    /// The last checkpoint that held.
    private(set) var verified: (size: UInt64, root: Hash256)?
    private(set) var checkpoints = 0
    /// The first leaf that is another than was published. Whether event or tile was changed, the next checkpoint tells.
    private var suspicion: UInt64?

    init(of epoch: LogEpoch) { self.epoch = epoch }

    var size: UInt64 { builder.size }

    /// The leaf of a stored event, once its payload is found to be the one that was committed to.
    func leaf(of stored: CommittedEvent, expecting position: Int64) throws(Finding) -> Hash256 {
        let found = stored.event.position
        guard found == position else {
            throw first(
                found < position
                    ? Finding(found, "this position is there twice")
                    : Finding(position, "this position is missing; the next one that is there is \(found)"))
        }
        guard let salt = stored.salt, stored.hasPayload else {
            throw first(Finding(position, "its payload is gone, and nothing says by whose order"))
        }
        guard PayloadDigest.of(salt: salt, payload: stored.event.payload) == Hash256(stored.digest) else {
            throw first(Finding(position, "its payload and salt do not give its digest"))
        }
        do {
            return try epoch.commitment(to: stored).leaf
        } catch {
            throw first(Finding(position, "no entry can be made of it: \(error)"))
        }
    }

    /// Takes the next leaf, and what was published for its place where something was. Answers with the tiles that the
    /// leaf has filled.
    mutating func take(_ leaf: Hash256, published: Hash256?) -> [(tile: Tile, hashes: [UInt8])] {
        if suspicion == nil, let published, published != leaf { suspicion = size }
        var filled: [(tile: Tile, hashes: [UInt8])] = []
        builder.append(leaf) { filled.append(($0, $1)) }
        return filled
    }

    /// Compares the tree, which has just the size of a checkpoint, with it.
    mutating func meet(_ root: Hash256, _ name: String) throws(Finding) {
        let holds = builder.root == root
        if let suspicion {
            let tile = Tile(level: 0, index: suspicion >> 8).map { LogResource.tile($0).path } ?? ""
            throw Finding(
                epoch.position(at: suspicion),
                holds
                    ? "the published \(tile) has another hash for it, but the event still leads to the signed root: "
                        + "the tile was changed"
                    : Self.changed)
        }
        guard holds else {
            let first = epoch.position(at: verified?.size ?? 0)
            throw Finding(
                max(0, first),
                "\(name) has another root than positions 0 to \(epoch.position(at: size) - 1) give; the first that "
                    + "was changed is this one or a later one")
        }
        verified = (size, root)
        checkpoints += 1
    }

    /// Ends the comparison: nothing may be left that was found to differ.
    func finish() throws(Finding) {
        if let suspicion { throw Finding(epoch.position(at: suspicion), Self.changed) }
    }

    /// The earlier one of a finding and of what was suspected before it.
    func first(_ finding: Finding) -> Finding {
        suspicion.map { Finding(epoch.position(at: $0), Self.changed) } ?? finding
    }

    private static let changed =
        "the event gives another hash than the one that was published for it: a column of it was changed"
}
