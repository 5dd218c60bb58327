import Foundation
import Ledger
import Logging
import Notary
import Postgres
import Vault
import Witness

/// How this server publishes its logs.
extension Site {
    static func publisher(
        _ settings: Settings, _ pool: PostgresPool, _ keys: KeyFile, _ logger: Logger
    ) -> Publisher {
        let url = settings.publicURL
        var address = Substring(url[(url.range(of: "://")?.upperBound ?? url.startIndex)...])
        while address.hasSuffix("/") { address = address.dropLast() }
        return Publisher(
            pool: pool, folder: ledgerFolder(settings), address: String(address),
            witnesses: settings.witnesses.map(witness), logger: logger,
            signer: { try signingKey($0, keys) })
    }

    /// A witness as the publisher asks it: that it has signed another history stops the log.
    private static func witness(_ address: Settings.WitnessAddress) -> PublisherWitness {
        let client = WitnessClient(url: address.url, key: address.key)
        return PublisherWitness(name: address.key.name) { note, lastSize, proof in
            do {
                return try await client.cosign(note, lastSize: lastSize, proof: proof).signature
            } catch let refusal as WitnessRefusal {
                switch refusal {
                case .isAhead: throw PublisherProblem(.behind, "\(address.key.name): \(refusal)")
                case .forked: throw PublisherProblem(.differs, "\(address.key.name): \(refusal)")
                default: throw refusal
                }
            }
        }
    }

    /// The key that signs for an origin: the same on every server with this key file.
    static func signingKey(_ origin: String, _ keys: KeyFile) throws -> SigningKey {
        try SigningKey(name: origin, seed: keys.secret(for: "ledger \(origin)"))
    }

    private static func ledgerFolder(_ settings: Settings) -> String { "\(settings.dataDirectory)/ledger" }

    /// The checkpoint that was published outside the database.
    func published(_ jurisdiction: String) throws -> String? {
        try PublishedFile(folder: Self.ledgerFolder(settings), jurisdiction: jurisdiction).read()
    }

    /// Computes a log again, compares it with everything that was published of it, and writes down the result.
    func verify(
        _ jurisdiction: String, outside: [LogVerifier.Outside],
        progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> VerificationReport? {
        let published = try published(jurisdiction).map {
            [LogVerifier.Outside(name: "the published checkpoint", note: $0, mustBeOwn: true)]
        }
        return try await LogVerifier(pool: pool).verifyAndRecord(
            jurisdiction, key: verifierKey, outside: outside + (published ?? []), progress: progress)
    }

    /// Publishes what is new, and answers with the newest checkpoint.
    func publish(_ jurisdiction: String) async throws -> StoredCheckpoint {
        switch try await publisher.publish(jurisdiction) {
        case .published(_, let checkpoint, _): return checkpoint
        case .stopped(let problem): throw problem
        case .empty: throw InputError("The log of \(jurisdiction) has no event. Check --jurisdiction.")
        case .elsewhere: throw InputError("The server is publishing this log just now. Try again.")
        }
    }
}
