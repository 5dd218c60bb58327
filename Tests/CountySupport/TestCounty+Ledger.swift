public import Notary
import Foundation
import Ledger
import Logging
import TestSupport

extension TestCounty {
    /// Signs and publishes a checkpoint of the county's log, in a folder of its own.
    public func publish(to folder: String) async throws -> StoredCheckpoint? {
        let publisher = Publisher(pool: site.pool, folder: folder, address: "log.example", logger: .quiet) { origin in
            try SigningKey(name: origin, seed: Data(repeating: 7, count: 32))
        }
        guard case .published(_, let checkpoint, _) = try await publisher.publish(Self.slug) else { return nil }
        return checkpoint
    }

    /// A folder for what is published, which goes away with the test's process.
    public func publishingFolder() throws -> String { try TestCluster.makeDirectory(prefix: "throughline-ledger") }
}
