import Foundation
import Postgres
import TestSupport

@testable import Access

/// An `AccessStore` on a fresh database, as the server's role, with cheap passwords.
struct TestStore {
    static let now = Date(timeIntervalSince1970: 1_791_849_600)
    static let password = "tulip-garage-nine"

    let store: AccessStore
    let pool: PostgresPool
    /// Connects as the superuser who owns the database.
    let owner: PostgresPool

    init(hasher: PasswordHasher = PasswordHasher(cost: .fast)) async throws {
        var configuration = try await TestCluster.freshDatabase()
        owner = PostgresPool(configuration, size: 1)
        let migration = try String(contentsOf: Self.migration("0004_access.sql"), encoding: .utf8)
        try await owner.transaction { session in
            try session.execute(script: Self.roles)
            try session.execute(script: migration)
        }
        configuration.role = "throughline_app"
        pool = PostgresPool(configuration, size: 4)
        store = AccessStore(pool: pool, pepper: Data("pepper".utf8), hasher: hasher)
    }

    func close() async {
        await pool.close()
        await owner.close()
    }

    @discardableResult
    func account(
        _ email: String = "dana@example.org", roles: Set<Role> = [.prosecutor], kind: OrganizationKind = .prosecutor,
        organization: UUID = UUID()
    ) async throws -> UUID {
        let id = UUID()
        try await store.createAccount(
            NewAccount(
                id: id, email: email, displayName: "Dana Reyes", organization: organization, organizationKind: kind,
                jurisdictions: ["us-il-cook"], roles: roles),
            password: Self.password, now: Self.now)
        return id
    }

    func signIn(
        _ email: String = "dana@example.org", _ password: String = Self.password, address: String? = "192.0.2.1",
        after seconds: Double = 0
    ) async throws(SignInError) -> SignIn {
        try await store.signIn(
            email: email, password: password, address: address, now: Self.now.addingTimeInterval(seconds))
    }

    /// The code of the error that a sign-in gives, or `nil` when it succeeds.
    func refusal(
        _ email: String = "dana@example.org", _ password: String = "wrong", address: String? = "192.0.2.1",
        after seconds: Double = 0
    ) async -> String? {
        do throws(SignInError) {
            _ = try await signIn(email, password, address: address, after: seconds)
            return nil
        } catch {
            return error.code
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
