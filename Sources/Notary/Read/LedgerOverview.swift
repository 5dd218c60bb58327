import EventLog
import Foundation
import Ledger
import Postgres

/// How a log stands: what was published of it, and what computing it again showed.
public struct LedgerOverview: Sendable {
    /// What can be said of the history, and no more than was checked.
    public enum State: Hashable, Sendable {
        case verified(to: UInt64)
        /// Events have come since the checkpoint that was verified.
        case waiting(verifiedTo: UInt64, newer: Int)
        case unchecked
        case mismatch(position: Int64?, finding: String)
    }

    public var epoch: LogEpoch?
    /// Newest first.
    public var checkpoints: [StoredCheckpoint]
    /// How many witnesses signed each of these checkpoints, by size.
    public var witnesses: [UInt64: Int]
    /// The size of the checkpoint before the last one listed.
    public var before: UInt64
    public var hasOlder: Bool
    public var events: Int64
    public var verification: StoredVerification?
    /// The root and the time of the checkpoint that was verified.
    public var verified: StoredCheckpoint?
    public var problem: PublisherProblem?

    public var state: State {
        if let problem { return .mismatch(position: nil, finding: problem.finding) }
        guard let verification, let epoch else { return .unchecked }
        if let finding = verification.finding {
            return .mismatch(position: verification.failedPosition, finding: finding)
        }
        guard verification.size > 0 else { return .unchecked }
        let newer = Int(events - epoch.position(at: verification.size))
        return newer > 0 ? .waiting(verifiedTo: verification.size, newer: newer) : .verified(to: verification.size)
    }
}

extension LedgerReader {
    /// How a log stands, with a page of its checkpoints.
    public func overview(
        of jurisdiction: String, before size: UInt64? = nil, limit: Int = 50
    ) async throws -> LedgerOverview {
        try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            let events = try EventReader.head(jurisdiction, on: session) + 1
            let problem = try LedgerStore.problems(on: session)[jurisdiction]
            guard let epoch = try LedgerStore.epoch(of: jurisdiction, on: session) else {
                return LedgerOverview(
                    epoch: nil, checkpoints: [], witnesses: [:], before: 0, hasOlder: false, events: events,
                    verification: nil, verified: nil, problem: problem)
            }
            let page = try LedgerStore.checkpoints(of: epoch, before: size, limit: limit + 1, on: session)
            var witnesses: [UInt64: Int] = [:]
            for checkpoint in page {
                witnesses[checkpoint.size] = try LedgerStore.cosignatures(
                    of: checkpoint.size, in: epoch, on: session
                ).count
            }
            let verification = try LedgerStore.lastVerification(of: epoch, on: session)
            let verified = try verification.flatMap { verification in
                try LedgerStore.checkpoints(of: epoch, before: verification.size + 1, limit: 1, on: session).first
            }
            if let size = verified?.size, witnesses[size] == nil {
                witnesses[size] = try LedgerStore.cosignatures(of: size, in: epoch, on: session).count
            }
            return LedgerOverview(
                epoch: epoch, checkpoints: Array(page.prefix(limit)), witnesses: witnesses,
                before: page.count > limit ? page[limit].size : 0, hasOlder: page.count > limit, events: events,
                verification: verification, verified: verified, problem: problem)
        }
    }

    /// One checkpoint of the current epoch, with its cosignatures.
    public func note(ofSize size: UInt64, in jurisdiction: String) async throws -> String? {
        try await pool.run { session in
            guard size < UInt64(Int64.max), let epoch = try LedgerStore.epoch(of: jurisdiction, on: session),
                let found = try LedgerStore.checkpoints(of: epoch, before: size + 1, limit: 1, on: session).first,
                found.size == size
            else { return nil }
            return try Self.note(of: found, in: epoch, on: session)
        }
    }
}
