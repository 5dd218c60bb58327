import EventLog
import EventModel
import Foundation
import Ledger
import Postgres

/// What is hashed into a log's tree.
extension LogEpoch {
    /// The entry of an event, computed from its columns as they are now.
    ///
    /// - Throws: `Unhashable` for a row that cannot have come from the log's own function.
    func commitment(to stored: CommittedEvent) throws(Unhashable) -> Commitment {
        guard let digest = Hash256(stored.digest) else { throw Unhashable(reason: "its digest has not 32 bytes") }
        for moment in [stored.event.occurredAt, stored.event.recordedAt] where !Self.moments.contains(moment) {
            throw Unhashable(reason: "a time of it is out of range")
        }
        return Commitment(to: stored.event, digest: digest, origin: origin, epoch: Int64(number))
    }

    /// Years that RFC 3339 can write.
    private static let moments =
        Date(timeIntervalSince1970: -62_135_596_800)..<Date(timeIntervalSince1970: 253_402_300_799)
}

/// A row that no entry can be made of.
struct Unhashable: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}
