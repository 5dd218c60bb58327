import Foundation
import Ledger
import Logging
import Postgres

extension Publisher {
    /// Asks every witness that has not signed a checkpoint yet, and publishes it again with their lines.
    ///
    /// - Parameter again: ask those too that have signed it, for what they know by now.
    /// - Returns: whether all of them have signed it now; one that cannot be reached is asked again next time.
    /// - Throws: `PublisherProblem` when a witness knows more of the log, or something else, than there is here.
    func askWitnesses(_ checkpoint: StoredCheckpoint, in epoch: LogEpoch, again: Bool = false) async throws -> Bool {
        var isComplete = true
        for witness in witnesses {
            let signed = try await pool.run { session in
                try LedgerStore.sizes(signedBy: witness.name, in: epoch, on: session)
            }
            if !again, signed.contains(checkpoint.size) { continue }
            do {
                let signature = try await witness.cosign(
                    try SignedNote(checkpoint.note), signed.max() ?? 0
                ) { old in
                    try await self.proof(from: old, to: checkpoint.size, in: epoch)
                }
                try await keep(signature.line, of: witness.name, for: checkpoint, in: epoch)
            } catch let problem as PublisherProblem {
                throw problem
            } catch let error as PostgresError {
                throw error
            } catch {
                isComplete = false
                logger.warning(
                    "a witness has not signed a checkpoint",
                    metadata: ["log": "\(epoch.origin)", "witness": "\(witness.name)", "error": "\(error)"])
            }
        }
        return isComplete
    }

    private func proof(from old: UInt64, to size: UInt64, in epoch: LogEpoch) async throws -> ConsistencyProof {
        try await pool.run { session in
            try LedgerStore.tiles(
                for: ProofPath.consistency(from: old, to: size), in: epoch, size: size, on: session
            ).consistencyProof(from: old, to: size)
        }
    }

    private func keep(
        _ line: String, of witness: String, for checkpoint: StoredCheckpoint, in epoch: LogEpoch
    ) async throws {
        let file = PublishedFile(folder: folder, jurisdiction: epoch.jurisdiction)
        try await pool.run { session in
            try LedgerStore.add(cosignature: line, by: witness, to: checkpoint.size, in: epoch, on: session)
            // Another server may have published a newer one meanwhile; its file stays.
            guard try PublisherLock.take(epoch.jurisdiction, on: session) else { return }
            defer { PublisherLock.give(epoch.jurisdiction, on: session) }
            guard try LedgerStore.checkpoints(of: epoch, limit: 1, on: session).first?.size == checkpoint.size else {
                return
            }
            try file.write(try LedgerReader.note(of: checkpoint, in: epoch, on: session))
        }
    }
}
