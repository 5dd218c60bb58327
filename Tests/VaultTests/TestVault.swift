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
        var configuration = try await TestCluster.freshDatabase()
        owner = PostgresPool(configuration, size: 1)
        let migration = try String(contentsOf: Self.migration("0003_vault.sql"), encoding: .utf8)
        try await owner.transaction { session in
            try session.execute(script: Self.roles)
            try session.execute(script: migration)
        }
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

    private static func migration(_ name: String) throws -> URL {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates = ["Schema/Migrations", "Schema"].map { root.appending(path: "\($0)/\(name)") }
        return candidates.first { FileManager.default.fileExists(atPath: $0.path) } ?? candidates[0]
    }

    /// What migration 0001 makes. Roles are the cluster's, so another test may make them at the same time.
    private static let roles = """
        do $$ declare wanted text; begin
            foreach wanted in array array['throughline_owner', 'throughline_app'] loop
                begin
                    if to_regrole(wanted) is null then execute format('create role %I nologin', wanted); end if;
                exception when duplicate_object or unique_violation then null;
                end;
            end loop;
            execute format('grant create on database %I to throughline_owner', current_database());
        end $$;
        """
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
