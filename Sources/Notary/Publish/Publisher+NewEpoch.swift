import EventModel
public import Foundation
import Ledger
import Postgres

/// A new beginning of a log, after published entries were lost.
public struct NewEpoch: Sendable {
    public var jurisdiction: String
    /// Why, in a sentence for auditors.
    public var reason: String
    /// The two people who decided.
    public var people: [String]

    /// - Throws: `NotaryError` when two people and a reason are not named.
    public init(jurisdiction: String, reason: String, people: [String]) throws {
        let people = people.map { $0.trimmingCharacters(in: .whitespaces) }
        guard people.count == 2, !people.contains(""), people[0] != people[1] else {
            throw NotaryError("Name the two people who decided, with --by twice.")
        }
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...2000).contains(reason.count) else {
            throw NotaryError("Give a --reason of at most 2,000 characters.")
        }
        (self.jurisdiction, self.reason, self.people) = (jurisdiction, reason, people)
    }
}

/// The first entry of a new epoch.
private struct EpochStatement: Encodable {
    var at: String
    var epoch: Int
    var kind = "epoch"
    /// The last checkpoint that the database still fits, as it was signed; none when it fits none.
    var lastGood: String?
    var log: String
    var people: [String]
    /// What was published last, as it was signed.
    var published: String?
    var reason: String
    var v = 1
}

extension Publisher {
    /// Opens a new epoch under a new name, and signs its first checkpoint.
    ///
    /// What was published in the old one stays as it is, and its file is kept beside the new one.
    /// - Throws: `NotaryError` while the log can be published as it is: a new epoch is for a loss, and for nothing else.
    public func open(_ new: NewEpoch, at moment: Date) async throws -> (LogEpoch, StoredCheckpoint) {
        guard case .stopped = try await publish(new.jurisdiction) else {
            throw NotaryError(
                "The log of \(new.jurisdiction) can be published as it is. A new epoch is only for one that cannot.")
        }
        let report = try await LogVerifier(pool: pool).verify(new.jurisdiction)
        let file = PublishedFile(folder: folder, jurisdiction: new.jurisdiction)
        let origin = "\(address)/log/\(new.jurisdiction)/\(Int(moment.timeIntervalSince1970))"
        try await pool.run { [signer] session in
            guard try PublisherLock.take(new.jurisdiction, on: session) else {
                throw NotaryError("Another server is publishing this log. Try again.")
            }
            defer { PublisherLock.give(new.jurisdiction, on: session) }
            let epochs = try LedgerStore.epochs(of: new.jurisdiction, on: session)
            // A database that was set back to before the first checkpoint knows no epoch; the first is lost, not new.
            let number = (epochs.last?.number ?? 0) + 1
            let lastGood = try epochs.last.flatMap { epoch in
                try report.flatMap {
                    try LedgerStore.checkpoints(of: epoch, before: $0.size + 1, limit: 1, on: session).first
                }
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let statement = try encoder.encode(
                EpochStatement(
                    at: moment.rfc3339, epoch: number, lastGood: lastGood?.note, log: origin, people: new.people,
                    published: try? file.read(), reason: new.reason))
            let epoch = LogEpoch(
                jurisdiction: new.jurisdiction, number: number, origin: origin,
                verifierKey: try signer(origin).verifier.description, statement: Array(statement), openedAt: moment)
            try LedgerStore.open(epoch, on: session)
            try file.setAside(as: "epoch-\(number - 1)")
        }
        switch try await publish(new.jurisdiction) {
        case .published(let epoch, let checkpoint, _): return (epoch, checkpoint)
        case .stopped(let problem): throw problem
        case .empty, .elsewhere: throw NotaryError("The new epoch is open; the server signs its first checkpoint.")
        }
    }
}
