public import Foundation
import Postgres

/// An open session, as its owner and administrators see it.
public struct SessionInfo: Hashable, Sendable, Identifiable {
    public var id: UUID
    public var account: UUID
    public var createdAt: Date
    public var lastSeenAt: Date
}

extension AccessStore {
    /// Who a session belongs to, or `nil` when it has ended or was never there.
    ///
    /// It ends 12 hours after the sign-in, after 30 idle minutes, and as soon as its account is disabled. Roles are
    /// read anew each time.
    public func session(_ token: String, now: Date) async throws -> Principal? {
        guard token.utf8.count == 43 else { return nil }
        let digest = Secret.sha256(token)
        let limits = sessionLimits
        let account: Account? = try await pool.run { session in
            let row = try session.query(
                """
                select \(raw: Account.columns), s.last_seen_at from access.session s \
                join access.account a on a.id = s.account where s.token_digest = \(digest) \
                and s.created_at > \(now.addingTimeInterval(-limits.absolute)) \
                and s.last_seen_at > \(now.addingTimeInterval(-limits.idle)) and a.disabled_at is null
                """
            ).first
            guard let row else { return nil }
            if try row.get(11, as: Date.self) <= now.addingTimeInterval(-limits.granularity) {
                try session.query(
                    """
                    update access.session set last_seen_at = greatest(last_seen_at, \(now)) \
                    where token_digest = \(digest)
                    """)
            }
            return try Account(row)
        }
        return account?.principal(.session(csrf: Secret.csrf(forSession: token)))
    }

    /// Ends a session. Ending one that is not there is fine.
    public func signOut(_ token: String, now: Date) async throws {
        let digest = Secret.sha256(token)
        try await pool.transaction { session in
            let ended = try session.query(
                "delete from access.session where token_digest = \(digest) returning account"
            ).first
            guard let ended else { return }
            try session.append([
                AccessEntry(
                    at: now, account: try ended.get(0), jurisdiction: "network", action: "signOut",
                    channel: "session", outcome: .done)
            ])
        }
    }

    /// The open sessions of an account, newest first.
    public func sessions(of account: UUID, now: Date) async throws -> [SessionInfo] {
        let limits = sessionLimits
        return try await pool.run { session in
            try session.query(
                """
                select id, account, created_at, last_seen_at from access.session where account = \(account) \
                and created_at > \(now.addingTimeInterval(-limits.absolute)) \
                and last_seen_at > \(now.addingTimeInterval(-limits.idle)) order by created_at desc, id desc
                """
            ).map { row in
                SessionInfo(
                    id: try row.get(0), account: try row.get(1), createdAt: try row.get(2),
                    lastSeenAt: try row.get(3))
            }
        }
    }

    /// Ends one session of an account; answers whether there was one.
    @discardableResult
    public func endSession(_ id: UUID, of account: UUID) async throws -> Bool {
        try await pool.run { session in
            try session.query("delete from access.session where id = \(id) and account = \(account)").affectedRows == 1
        }
    }

    /// Ends every session of an account.
    public func endSessions(of account: UUID) async throws {
        try await pool.run { session in
            _ = try session.query("delete from access.session where account = \(account)")
        }
    }
}

extension AccessStore {
    /// The id of a session, so that its owner can tell it from the others.
    public func sessionID(_ token: String) async throws -> UUID? {
        let digest = Secret.sha256(token)
        return try await pool.run { session in
            try session.query("select id from access.session where token_digest = \(digest)").first?.get(0)
        }
    }
}
