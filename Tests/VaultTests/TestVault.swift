import EventModel
import Foundation
import Postgres
import Synchronization
import TestSupport

@testable import Vault

/// A vault on a fresh database, as the server's role, with a key file of its own and a clock that stands still.
struct TestVault {
    static let jurisdiction = "us-il-cook"

    let vault: Vault
    let pool: PostgresPool
    let owner: PostgresPool
    let configuration: PostgresConfiguration
    let folder: TemporaryFolder
    let clock = FakeClock()

    init() async throws {
        var configuration = try await TestCluster.freshDatabase(migrated: "0003_vault.sql")
        owner = PostgresPool(configuration, size: 1)
        configuration.role = "throughline_app"
        self.configuration = configuration
        pool = PostgresPool(configuration, size: 4)
        folder = try TemporaryFolder()
        vault = Vault(pool: pool, keys: try KeyFile.loadOrCreate(folder.keyFile), now: { [clock] in clock.now })
    }

    /// Another server on the same database and key file.
    func another() throws -> Vault {
        Vault(pool: pool, keys: try KeyFile.loadOrCreate(folder.keyFile), now: { [clock] in clock.now })
    }

    func close() async {
        await pool.close()
        await owner.close()
        folder.remove()
    }

    func keys(_ subjects: Set<UUID>, create: Bool = true, _ vault: Vault? = nil) async throws -> KeyRing {
        try await (vault ?? self.vault).keys(for: subjects, in: Self.jurisdiction, create: create)
    }

    /// Seals one text, as a participant's registration would.
    func seal(_ text: String, _ field: String = "givenName", for subject: UUID, event: UUID) async throws -> SealedText
    {
        try await keys([subject]).sealer(subject: subject, event: event, type: "participant.registered")(text, field)
    }

    /// Registers a person with some fields, findable by the names among them.
    @discardableResult
    func register(_ fields: [String: String], _ subject: UUID = UUID()) async throws -> UUID {
        let event = UUID()
        let sealer = try await keys([subject]).sealer(subject: subject, event: event, type: "participant.registered")
        var sealed: [String: SealedText] = [:]
        for (field, text) in fields { sealed[field] = try sealer(text, field) }
        let names = ["givenName", "familyName"].compactMap { fields[$0] }
        let fieldsToKeep = sealed
        try await pool.transaction { session in
            try vault.remember(
                subject: subject, in: Self.jurisdiction, event: event, type: "participant.registered",
                fields: fieldsToKeep, session)
            try vault.index(
                subject: subject, in: Self.jurisdiction, names: names, birthDate: fields["birthDate"], session)
        }
        return subject
    }

    func find(_ name: String, born birthDate: String? = nil, in jurisdiction: String = Self.jurisdiction) async throws
        -> [UUID]
    {
        try await vault.find(name: name, birthDate: birthDate, in: jurisdiction)
    }

    func count(_ table: String) async throws -> Int {
        try await pool.run {
            try $0.query("select count(*) from vault.\(identifier: table)").first?.get(0, as: Int.self) ?? -1
        }
    }
}

/// A clock that only moves when it is told to.
final class FakeClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock { $0 } }
    func advance(by duration: Duration) { instant.withLock { $0 += duration } }
}

/// A folder for one test's key file.
struct TemporaryFolder {
    let path: String
    var keyFile: String { path + "/keys.json" }

    init() throws {
        path = NSTemporaryDirectory() + "vault-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
