public import Foundation
import EventModel
import Postgres

extension AccessStore {
    /// Opens a session for an e-mail address and a password.
    ///
    /// Unknown and known addresses take the same work and give the same answers. Each try is in the access log.
    public func signIn(
        email: String, password: String, address: String?, now: Date
    ) async throws(SignInError) -> SignIn {
        do {
            let credentials = try await checkedCredentials(
                email: email, password: password, address: address, action: "signIn", now: now)
            let token = Secret.sessionToken()
            let digest = Secret.sha256(token)
            let channel = Principal.Channel.session(csrf: Secret.csrf(forSession: token))
            let principal = credentials.account.principal(channel)
            let rehash = credentials.outdated ? try await hasher.hash(password) : nil
            let tag = addressTag(address)
            try await pool.transaction { session in
                let account = credentials.account.id
                try session.query(
                    """
                    insert into access.session (id, token_digest, account, created_at, last_seen_at) \
                    values (\(UUID(version7At: now)), \(digest), \(account), \(now), \(now))
                    """)
                try session.query("update access.account set last_sign_in_at = \(now) where id = \(account)")
                if let rehash {
                    try session.query(
                        """
                        update access.account set password_hash = \(rehash) where id = \(account) \
                        and password_hash = \(credentials.hash)
                        """)
                }
                try session.append([
                    AccessEntry(principal, action: "signIn", jurisdiction: "network", addressTag: tag, at: now)
                ])
            }
            return SignIn(
                principal: principal, sessionToken: token, csrf: Secret.csrf(forSession: token))
        } catch {
            throw SignInError(error)
        }
    }

    /// Changes a person's own password, and ends every session but the one with `keeping`.
    ///
    /// A wrong current password counts as a failed sign-in.
    public func changePassword(
        of account: UUID, from current: String, to new: String, keeping sessionToken: String? = nil, address: String?,
        now: Date
    ) async throws(ChangePasswordError) {
        do {
            guard let email = try await self.account(account)?.email else { throw SignInError.wrongCredentials }
            let credentials = try await checkedCredentials(
                email: email, password: current, address: address, action: "changePassword", now: now)
            guard let hash = try await acceptedHash(new, email: email) else { return }
            let kept = sessionToken.map(Secret.sha256)
            let entry = AccessEntry(
                credentials.account.principal(.session(csrf: "")), action: "changePassword", jurisdiction: "network",
                addressTag: addressTag(address), at: now)
            try await pool.transaction { session in
                try session.query(
                    """
                    update access.account set password_hash = \(hash), password_changed_at = \(now) \
                    where id = \(account)
                    """)
                try session.query(
                    """
                    delete from access.session where account = \(account) and token_digest is distinct from \(kept)
                    """)
                try session.append([entry])
            }
        } catch AccountError.weakPassword(let reason) {
            throw .weak(reason)
        } catch {
            throw .refused(SignInError(error))
        }
    }

    private struct Credentials: Sendable {
        var account: Account
        var hash: String?
        var outdated: Bool
    }

    /// Counts a try, checks the password, and takes the try back when it was right.
    private func checkedCredentials(
        email: String, password: String, address: String?, action: String, now: Date
    ) async throws -> Credentials {
        let attempt = Attempt(
            id: UUID(version7At: now), emailTag: emailTag(EmailAddress.normalized(email)),
            addressTag: addressTag(address), at: now, limits: signInLimits)
        let known = try await begin(attempt, email: EmailAddress.normalized(email), action: action)
        let matches = try await hasher.verify(password, against: known?.hash)
        let outcome: SignInError? = !matches ? .wrongCredentials : known?.account.disabledAt != nil ? .disabled : nil
        try await pool.transaction { session in
            if matches {
                try attempt.forgive(in: session)
            } else {
                try attempt.lockIfLast(in: session)
            }
            if outcome != nil {
                try session.append([
                    attempt.entry(known?.account, action: action, outcome: matches ? .denied : .failed)
                ])
            }
        }
        if let outcome { throw outcome }
        guard let known else { throw SignInError.wrongCredentials }
        return known
    }

    /// Records the try before its password is looked at, or refuses it.
    private func begin(_ attempt: Attempt, email: String, action: String) async throws -> Credentials? {
        let (refusal, known) = try await pool.transaction { session in
            let row = try session.query(
                "select \(raw: Account.columns), a.password_hash from access.account a where a.email = \(email)"
            ).first
            let known = try row.map { row in
                let hash = try row.get(11, as: String?.self)
                return Credentials(
                    account: try Account(row), hash: hash, outdated: hash.map(self.hasher.isOutdated) ?? false)
            }
            let refusal = try attempt.refusalOrCount(in: session)
            if refusal != nil {
                try session.append([attempt.entry(known?.account, action: action, outcome: .denied)])
            }
            return (refusal, known)
        }
        if let refusal { throw refusal }
        return known
    }
}
