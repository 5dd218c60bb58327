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
        var configuration = try await TestCluster.freshDatabase(migrated: "0004_access.sql")
        owner = PostgresPool(configuration, size: 1)
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
}
