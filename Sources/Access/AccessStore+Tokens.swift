public import Foundation
import EventModel
import Postgres

/// An API token without its secret.
public struct TokenInfo: Hashable, Sendable, Identifiable {
    public var id: UUID
    public var account: UUID
    public var label: String
    public var scopes: Set<TokenScope>
    public var createdAt: Date
    public var expiresAt: Date?
    public var lastUsedAt: Date?
    public var revokedAt: Date?
}

/// A token just made. The secret is told this once and cannot be found again.
public struct NewToken: Sendable {
    public var id: UUID
    public var secret: String
}

extension AccessStore {
    /// Makes a bearer token that can do what the account can, within `scopes`, until it expires.
    public func createToken(
        for account: UUID, label: String, scopes: Set<TokenScope>, expires: Date?, by creator: UUID, now: Date
    ) async throws -> NewToken {
        let token = NewToken(id: UUID(version7At: now), secret: BearerToken.make())
        let digest = Secret.sha256(token.secret)
        do {
            try await pool.run { session in
                _ = try session.query(
                    """
                    insert into access.token (id, token_digest, account, label, scopes, created_by, created_at, \
                    expires_at) values (\(token.id), \(digest), \(account), \(label), \
                    \(scopes.map(\.rawValue).sorted()), \(creator), \(now), \(expires))
                    """)
            }
        } catch let error as PostgresError where error.sqlState == .foreignKeyViolation {
            throw AccountError.unknownAccount
        }
        return token
    }

    /// Who a bearer token speaks for, or `nil` when it is malformed, unknown, expired or revoked.
    public func principal(bearer secret: String, now: Date) async throws -> Principal? {
        guard BearerToken.isWellFormed(secret) else { return nil }
        let digest = Secret.sha256(secret)
        let granularity = sessionLimits.granularity
        return try await pool.run { session in
            let row = try session.query(
                """
                select \(raw: Account.columns), t.scopes, t.last_used_at from access.token t \
                join access.account a on a.id = t.account where t.token_digest = \(digest) \
                and t.revoked_at is null and (t.expires_at is null or t.expires_at > \(now)) and a.disabled_at is null
                """
            ).first
            guard let row else { return nil }
            let lastUsed = try row.get(12, as: Date?.self)
            if lastUsed.map({ $0 <= now.addingTimeInterval(-granularity) }) ?? true {
                try session.query("update access.token set last_used_at = \(now) where token_digest = \(digest)")
            }
            let scopes = try row.get(11, as: [String].self).compactMap(TokenScope.init)
            return try Account(row).principal(.token(scopes: Set(scopes)))
        }
    }

    /// Revokes a token at once; answers whether it was valid until now. Revoking twice is fine.
    @discardableResult
    public func revokeToken(_ id: UUID, now: Date) async throws -> Bool {
        try await pool.run { session in
            try session.query(
                "update access.token set revoked_at = \(now) where id = \(id) and revoked_at is null"
            ).affectedRows == 1
        }
    }

    /// The tokens of an account, or all of them, newest first.
    public func tokens(of account: UUID? = nil) async throws -> [TokenInfo] {
        try await pool.run { session in
            try session.query(
                """
                select id, account, label, scopes, created_at, expires_at, last_used_at, revoked_at \
                from access.token where \(account)::uuid is null or account = \(account) order by created_at desc, id desc
                """
            ).map { row in
                TokenInfo(
                    id: try row.get(0), account: try row.get(1), label: try row.get(2),
                    scopes: Set(try row.get(3, as: [String].self).compactMap(TokenScope.init)),
                    createdAt: try row.get(4), expiresAt: try row.get(5), lastUsedAt: try row.get(6),
                    revokedAt: try row.get(7))
            }
        }
    }
}
