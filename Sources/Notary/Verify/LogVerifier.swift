import EventLog
import EventModel
import Foundation
public import Ledger
public import Postgres

/// Computes a log's whole tree again from the stored rows, and compares it with everything that was published.
public struct LogVerifier: Sendable {
    /// As many leaves as a tile of the second level has under it.
    private static let page: UInt64 = 65_536

    let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// A checkpoint from outside the database that the log must extend.
    public struct Outside: Sendable {
        /// Whose or which, as a sentence's subject: "The published checkpoint".
        public var name: String
        public var note: String
        /// Whether this log must have signed it, so that one of another log is a finding and not a mistake.
        public var mustBeOwn: Bool

        public init(name: String, note: String, mustBeOwn: Bool = false) {
            self.name = name
            self.note = note
            self.mustBeOwn = mustBeOwn
        }
    }

    /// Verifies a log in its current epoch; `nil` when nothing was published of it yet.
    ///
    /// - Parameters:
    ///   - key: the key that the key file has for an origin, to compare with the one that the database names.
    ///   - outside: checkpoints that were kept elsewhere.
    /// - Throws: `NotaryError` for an outside checkpoint that this log never signed.
    public func verify(
        _ jurisdiction: String, key: (@Sendable (String) throws -> VerifierKey)? = nil, outside: [Outside] = [],
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> VerificationReport? {
        try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            guard let epoch = try LedgerStore.epoch(of: jurisdiction, on: session) else { return nil }
            var run = try Run(of: epoch, outside: outside, on: session, progress)
            do {
                if let key, try key(epoch.origin).description != epoch.verifierKey {
                    throw Finding(nil, "The database names another public key than the key file has.")
                }
                try run.compare()
            } catch let finding as Finding {
                return run.report(finding)
            }
            return run.report(nil)
        }
    }

    /// Verifies and writes down the result, for those who look at it later.
    public func verifyAndRecord(
        _ jurisdiction: String, key: (@Sendable (String) throws -> VerifierKey)? = nil, outside: [Outside] = [],
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> VerificationReport? {
        guard let report = try await verify(jurisdiction, key: key, outside: outside, progress: progress) else {
            return nil
        }
        try await pool.run { session in
            guard let epoch = try LedgerStore.epoch(of: jurisdiction, on: session) else { return }
            try LedgerStore.add(
                StoredVerification(
                    size: report.size, at: Date(), failedPosition: report.finding?.position,
                    finding: report.finding?.description), of: epoch, on: session)
        }
        return report
    }

    /// One verification, over a snapshot of the database.
    private struct Run {
        let epoch: LogEpoch
        let key: VerifierKey
        private(set) var outside: [(name: String, checkpoint: Checkpoint)] = []
        private var strange: Finding?
        let session: PostgresSession
        let progress: (Int64) -> Void
        let events: Int64
        let last: StoredCheckpoint?
        var check: HistoryCheck
        /// When the last event was recorded; in a log that never goes backwards.
        private var recordedAt = Date.distantPast

        init(
            of epoch: LogEpoch, outside: [Outside], on session: PostgresSession, _ progress: @escaping (Int64) -> Void
        ) throws {
            self.epoch = epoch
            self.session = session
            self.progress = progress
            key = try VerifierKey(epoch.verifierKey)
            events = try EventReader.head(epoch.jurisdiction, on: session) + 1
            last = try LedgerStore.checkpoints(of: epoch, limit: 1, on: session).first
            check = HistoryCheck(of: epoch)
            for item in outside {
                do {
                    self.outside.append((item.name, try SignedNote(item.note).checkpoint(of: key)))
                } catch {
                    let problem = "\(item.name) is none that \(epoch.origin) signed. \(error)"
                    guard item.mustBeOwn else { throw NotaryError(problem) }
                    strange = Finding(nil, problem)
                }
            }
        }

        mutating func compare() throws {
            if let strange { throw strange }
            let size = epoch.size(ofEvents: events)
            while check.size < size {
                try comparePage(check.size..<min(size, (check.size / page + 1) * page))
                progress(epoch.position(at: check.size))
            }
            try check.finish()
            let own = last.map { [(name: "checkpoint \($0.size)", size: $0.size)] } ?? []
            for promise in own + outside.map({ ($0.name, $0.checkpoint.size) }) where promise.size > size {
                throw Finding(
                    events,
                    "this position is missing: the log ends after \(events) events, and \(promise.name) has "
                        + "\(promise.size) entries")
            }
        }

        private mutating func comparePage(_ indexes: Range<UInt64>) throws {
            let (leaves, finding) = try self.leaves(indexes)
            let published = try PublishedTiles(indexes, of: epoch, size: last?.size ?? 0, on: session)
            var checkpoints = try LedgerStore.checkpoints(
                of: epoch, after: indexes.lowerBound, limit: indexes.count, on: session)[...]
            for leaf in leaves {
                for (tile, hashes) in check.take(leaf, published: try published.leaf(check.size, check)) {
                    try published.compare(tile, hashes, check)
                }
                if let checkpoint = checkpoints.first, checkpoint.size == check.size {
                    checkpoints.removeFirst()
                    try meet(checkpoint)
                }
                for (name, checkpoint) in outside where checkpoint.size == check.size {
                    try check.meet(checkpoint.root, name)
                }
            }
            if let finding { throw check.first(finding) }
        }

        /// The leaves of a page, up to the first row that none can be made of.
        private mutating func leaves(_ indexes: Range<UInt64>) throws -> ([Hash256], Finding?) {
            var leaves: [Hash256] = []
            leaves.reserveCapacity(indexes.count)
            if indexes.lowerBound == 0, let statement = epoch.statement { leaves.append(.leaf(of: statement)) }
            let end = epoch.position(at: indexes.upperBound)
            var next = epoch.position(at: indexes.lowerBound + UInt64(leaves.count))
            // An error thrown out of the reading would end the transaction, and with it the report.
            var finding: Finding?
            var last = recordedAt
            try EventReader.committed(epoch.jurisdiction, next..<end, on: session) { stored in
                guard finding == nil else { return }
                do throws(Finding) {
                    let leaf = try check.leaf(of: stored, expecting: next)
                    guard stored.event.recordedAt >= last else {
                        throw check.first(Finding(next, "it says that it was recorded before the event before it"))
                    }
                    last = stored.event.recordedAt
                    leaves.append(leaf)
                    next += 1
                } catch {
                    finding = error
                }
            }
            recordedAt = last
            if finding == nil, next != end { finding = Finding(next, "this position is missing") }
            return (leaves, finding)
        }

        private mutating func meet(_ stored: StoredCheckpoint) throws {
            let signed: Checkpoint
            do {
                signed = try SignedNote(stored.note).checkpoint(of: key)
            } catch {
                throw Finding(
                    epoch.position(at: stored.size) - 1,
                    "checkpoint \(stored.size) is not signed as it should be. \(error)")
            }
            guard signed.size == stored.size, signed.root == stored.root else {
                throw Finding(
                    epoch.position(at: stored.size) - 1,
                    "the row of checkpoint \(stored.size) says something else than its signed note")
            }
            try check.meet(stored.root, "checkpoint \(stored.size)")
        }

        func report(_ finding: Finding?) -> VerificationReport {
            let size = check.verified?.size ?? 0
            return VerificationReport(
                jurisdiction: epoch.jurisdiction, origin: epoch.origin, verifierKey: epoch.verifierKey,
                events: events, verifiedEvents: size == 0 ? 0 : epoch.position(at: size), size: size,
                root: check.verified?.root.hex, checkpoints: check.checkpoints, finding: finding)
        }
    }
}
