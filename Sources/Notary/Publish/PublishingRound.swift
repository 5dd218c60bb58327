import EventLog
import EventModel
import Foundation
import Ledger
import Postgres

/// One look at a log by its publisher: compares it with what was published, and signs what is new.
///
/// The caller holds the log's lock, so nobody else signs meanwhile.
struct PublishingRound {
    /// The most events that one checkpoint takes in, which bounds the memory that it takes.
    static let limit: UInt64 = 1 << 20

    let jurisdiction: String
    let origin: String
    let signer: @Sendable (String) throws -> SigningKey
    let file: PublishedFile
    let session: PostgresSession

    /// What a round did.
    enum Result {
        /// The log has no event.
        case empty
        /// The newest checkpoint, and whether it is new and whether more is left to publish.
        case current(LogEpoch, StoredCheckpoint, isNew: Bool, isBehind: Bool)
    }

    /// - Throws: `PublisherProblem` when it must not sign; nothing is changed then.
    func run() throws -> Result {
        let events = try EventReader.head(jurisdiction, on: session) + 1
        let published = try readPublished()
        guard events > 0 else {
            if let published { throw behind(published.checkpoint.size, of: published.checkpoint.origin, events: 0) }
            return .empty
        }
        let epoch = try LedgerStore.epoch(of: jurisdiction, on: session) ?? openFirst(published)
        let key = try signer(epoch.origin)
        guard key.verifier.description == epoch.verifierKey else {
            throw PublisherProblem(
                .key, "The key file's key for \(epoch.origin) is not the one that signed its checkpoints.")
        }
        let last = try LedgerStore.checkpoints(of: epoch, limit: 1, on: session).first
        let expected = try expected(published, epoch)
        let known = max(last?.size ?? 0, expected?.size ?? 0)
        let whole = epoch.size(ofEvents: events)
        guard known <= whole else { throw behind(known, of: epoch.origin, events: events) }
        let size = max(known, min(whole, (last?.size ?? 0) + Self.limit))
        let grown = try grow(from: last, to: size, in: epoch, passing: expected)
        guard let checkpoint = try grown.checkpoint(key, epoch) else {
            guard let last else { return .empty }
            if published?.checkpoint.size != last.size { try publish(last, of: epoch) }
            return .current(epoch, last, isNew: false, isBehind: false)
        }
        try session.transaction { try LedgerStore.add(checkpoint, grown.tiles, to: epoch, on: $0) }
        try publish(checkpoint, of: epoch)
        return .current(epoch, checkpoint, isNew: true, isBehind: size < whole)
    }

    // MARK: What was published

    private func readPublished() throws -> (checkpoint: Checkpoint, note: SignedNote)? {
        do {
            guard let text = try file.read() else { return nil }
            let note = try SignedNote(text)
            return (try Checkpoint(text: note.text), note)
        } catch {
            throw PublisherProblem(.unreadable, "\(error)")
        }
    }

    private func publish(_ checkpoint: StoredCheckpoint, of epoch: LogEpoch) throws {
        let lines = try LedgerStore.cosignatures(of: checkpoint.size, in: epoch, on: session)
        try file.write(checkpoint.note + lines.joined())
    }

    private func openFirst(_ published: (checkpoint: Checkpoint, note: SignedNote)?) throws -> LogEpoch {
        if let published {
            throw PublisherProblem(
                .behind,
                "\(published.checkpoint.size) entries were published as \(published.checkpoint.origin), and "
                    + "this database has published nothing.")
        }
        let epoch = LogEpoch(
            jurisdiction: jurisdiction, number: 0, origin: origin,
            verifierKey: try signer(origin).verifier.description, statement: nil, openedAt: Date())
        try LedgerStore.open(epoch, on: session)
        return epoch
    }

    /// The checkpoint that the tree must pass through: the last one that was published outside the database.
    private func expected(
        _ published: (checkpoint: Checkpoint, note: SignedNote)?, _ epoch: LogEpoch
    ) throws -> Checkpoint? {
        guard let (checkpoint, note) = published else { return nil }
        let epochs = try LedgerStore.epochs(of: jurisdiction, on: session)
        guard let own = epochs.first(where: { $0.origin == checkpoint.origin }) else {
            throw PublisherProblem(
                .behind,
                "\(checkpoint.size) entries were published as \(checkpoint.origin), of which this database "
                    + "knows nothing.")
        }
        do {
            _ = try note.checkpoint(of: VerifierKey(own.verifierKey))
        } catch {
            throw PublisherProblem(.unreadable, "The published checkpoint \(file.path) is not to be believed. \(error)")
        }
        // What an epoch that was closed had published is named in the statement of the next.
        return own == epoch ? checkpoint : nil
    }

    private func behind(_ size: UInt64, of origin: String, events: Int64) -> PublisherProblem {
        PublisherProblem(
            .behind,
            "\(size) entries were published as \(origin), and the database has \(events) events: published "
                + "entries were lost.")
    }

    // MARK: The tree

    private func grow(
        from last: StoredCheckpoint?, to size: UInt64, in epoch: LogEpoch, passing expected: Checkpoint?
    ) throws -> GrownTree {
        var tree = try GrownTree(from: last, in: epoch, on: session)
        if let expected, expected.size <= tree.builder.size {
            let known = try LedgerStore.tiles(
                for: [0..<expected.size], in: epoch, size: expected.size, on: session
            ).root(size: expected.size)
            guard known == expected.root else { throw differs(expected) }
        }
        if tree.builder.size == 0, let statement = epoch.statement { tree.append(.leaf(of: statement)) }
        guard tree.builder.size < size else { return tree }
        let positions = epoch.position(at: tree.builder.size)..<epoch.position(at: size)
        var next = positions.lowerBound
        // An error thrown out of the reading would cancel it, and the cancellation might hit the unlocking instead.
        var problem: PublisherProblem?
        try EventReader.committed(jurisdiction, positions, on: session) { stored in
            guard problem == nil else { return }
            guard stored.event.position == next else {
                problem = PublisherProblem(.differs, "Position \(next) of the log is missing.")
                return
            }
            do throws(Unhashable) {
                tree.append(try epoch.commitment(to: stored).leaf)
            } catch {
                problem = PublisherProblem(.differs, "Position \(next) of the log cannot be hashed: \(error).")
                return
            }
            if let expected, tree.builder.size == expected.size, tree.builder.root != expected.root {
                problem = differs(expected)
            }
            next += 1
        }
        if let problem { throw problem }
        guard next == positions.upperBound else {
            throw PublisherProblem(.differs, "Position \(next) of the log is missing.")
        }
        return tree
    }

    private func differs(_ expected: Checkpoint) -> PublisherProblem {
        PublisherProblem(
            .differs,
            "The first \(expected.size) entries were published as \(expected.origin) with the root "
                + "\(expected.root), and the database gives another.")
    }
}
