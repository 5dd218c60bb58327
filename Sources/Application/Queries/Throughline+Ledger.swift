public import Access
import EventLog
import EventModel
public import Ledger
public import Notary

/// Whether history can be proved.
extension Throughline {
    /// How a log stands, with a page of its checkpoints, for those who audit it.
    public func ledgerOverview(
        of slug: String, before size: UInt64? = nil, for principal: Principal
    ) async throws -> LedgerOverview {
        try check(principal, .viewAudit, Resource(jurisdiction: slug))
        return try await ledger.overview(of: slug, before: size)
    }

    /// Computes a log again and writes down whether it matches what was published; `nil` before anything was.
    public func verifyLedger(of slug: String, for principal: Principal) async throws -> VerificationReport? {
        try check(principal, .viewAudit, Resource(jurisdiction: slug))
        return try await LogVerifier(pool: pool).verifyAndRecord(slug, key: ledgerKey)
    }

    /// The proof of an event, for those who may read it.
    ///
    /// - Throws: `Failure.notFound` for an event that no checkpoint has yet, as for one that may not be seen.
    public func proof(ofPosition position: Int64, in slug: String, for principal: Principal) async throws -> LogProof {
        guard let event = try await reader.read(slug, after: position - 1, limit: 1).first, event.position == position
        else { throw Failure.notFound }
        if event.stream.kind == StreamKind.referral {
            _ = try await open(event.stream.id, in: slug, for: principal, action: .viewHistory)
        } else {
            try check(principal, .readEvents, Resource(jurisdiction: slug))
        }
        guard let proof = try await ledger.proof(ofPosition: position, in: slug) else { throw Failure.notFound }
        return proof
    }

    /// Refuses what gives history away while it is known not to match what was published.
    public func requireMatchingHistory(of slug: String) async throws {
        if case .mismatch = try await ledger.overview(of: slug, limit: 1).state {
            throw Failure.refused(Refused("ledger.mismatch"))
        }
    }
}
