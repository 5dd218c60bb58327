public import Foundation
public import Postgres

/// Accounts, sessions, API tokens and the access log, in PostgreSQL.
///
/// The clock is the caller's: each method that needs the time takes it as `now`.
public final class AccessStore: Sendable {
    let pool: PostgresPool
    let hasher: PasswordHasher
    let pepper: Data
    public let signInLimits: SignInLimits
    public let sessionLimits: SessionLimits

    /// - Parameter pepper: a secret kept outside the database (`KeyFile.secret(for:)`); it keys the tags of e-mail and
    ///   network addresses, so it must be the same on every server. Changing it releases all locks.
    public init(
        pool: PostgresPool, pepper: Data, hasher: PasswordHasher = PasswordHasher(),
        signInLimits: SignInLimits = SignInLimits(), sessionLimits: SessionLimits = SessionLimits()
    ) {
        self.pool = pool
        self.pepper = pepper
        self.hasher = hasher
        self.signInLimits = signInLimits
        self.sessionLimits = sessionLimits
    }

    func emailTag(_ normalized: String) -> Data { Secret.tag("email", normalized, pepper: pepper) }

    func addressTag(_ address: String?) -> Data? {
        address.map { Secret.tag("address", NetworkAddress.canonical($0), pepper: pepper) }
    }

    /// Deletes what no rule looks at any more: ended sessions, old attempts, locks that name no account.
    public func prune(now: Date) async throws {
        let tags = try await accounts().map { emailTag($0.email) }
        let (sessions, signIns) = (sessionLimits, signInLimits)
        try await pool.transaction { session in
            try session.query(
                """
                delete from access.session where created_at <= \(now.addingTimeInterval(-sessions.absolute)) \
                or last_seen_at <= \(now.addingTimeInterval(-sessions.idle))
                """)
            try session.query(
                "delete from access.sign_in_attempt where at <= \(now.addingTimeInterval(-signIns.window))")
            try session.query(
                """
                delete from access.lock where locked_at <= \(now.addingTimeInterval(-86_400)) \
                and not email_tag = any(\(tags))
                """)
        }
    }
}
