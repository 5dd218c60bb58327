import EventLog
import Ledger

/// What is hashed into a log's tree.
extension LogEpoch {
    /// The entry of an event, computed from its columns as they are now.
    ///
    /// - Throws: `Unhashable` for a row that cannot have come from the log's own function.
    func commitment(to stored: CommittedEvent) throws(Unhashable) -> Commitment {
        guard let digest = Hash256(stored.digest) else { throw Unhashable(reason: "its digest has not 32 bytes") }
        guard let salt = stored.salt else { throw Unhashable(reason: "its salt is gone") }
        return Commitment(to: stored.event, digest: digest, salt: salt, origin: origin, epoch: Int64(number))
    }
}

/// A row that no entry can be made of.
struct Unhashable: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}
