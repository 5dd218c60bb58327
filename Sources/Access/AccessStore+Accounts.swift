public import Foundation
import Postgres

extension AccessStore {
    /// Makes an account. Without a password nobody can sign in to it with one.
    ///
    /// - Throws: `AccountError` for what the caller can mend.
    public func createAccount(_ account: NewAccount, password: String?, now: Date) async throws {
        let email = EmailAddress.normalized(account.email)
        guard EmailAddress.isPlausible(email) else { throw AccountError.invalidEmail }
        guard !account.jurisdictions.contains("network") else { throw AccountError.networkJurisdiction }
        try checkFit(account.roles, account.organizationKind)
        let hash = try await acceptedHash(password, email: email)
        do {
            try await pool.run { session in
                _ = try session.query(
                    """
                    insert into access.account (id, email, display_name, organization, organization_kind, \
                    jurisdictions, roles, language, password_hash, password_changed_at, created_at) \
                    values (\(account.id), \(email), \(account.displayName), \(account.organization), \
                    \(account.organizationKind.rawValue), \(account.jurisdictions.sorted()), \
                    \(account.roles.map(\.rawValue).sorted()), \(account.language), \(hash), \
                    \(hash == nil ? nil : now), \(now))
                    """)
            }
        } catch let error as PostgresError where error.constraint == "account_email_key" {
            throw AccountError.emailTaken
        }
    }

    /// The accounts of an organization, or all of them, by name.
    public func accounts(of organization: UUID? = nil) async throws -> [Account] {
        try await accounts(where: "$1::uuid is null or organization = $1", organization)
    }

    public func account(_ id: UUID) async throws -> Account? {
        try await accounts(where: "id = $1", id).first
    }

    public func account(email: String) async throws -> Account? {
        try await accounts(where: "email = $1", EmailAddress.normalized(email)).first
    }

    /// Sets the language of the pages; a BCP 47 tag.
    public func setLanguage(_ language: String, of account: UUID) async throws {
        try await updateOne { try $0.query("update access.account set language = \(language) where id = \(account)") }
    }

    /// Changes what an account may do; it holds from its next request on.
    public func setRoles(_ roles: Set<Role>, jurisdictions: Set<String>, of account: UUID) async throws {
        guard !jurisdictions.contains("network") else { throw AccountError.networkJurisdiction }
        guard let kind = try await self.account(account)?.organizationKind else { throw AccountError.unknownAccount }
        try checkFit(roles, kind)
        try await updateOne {
            try $0.query(
                """
                update access.account set roles = \(roles.map(\.rawValue).sorted()), \
                jurisdictions = \(jurisdictions.sorted()) where id = \(account)
                """)
        }
    }

    /// Closes an account and ends its sessions; its tokens stop working too.
    public func disable(_ account: UUID, now: Date) async throws {
        try await updateOne { session in
            try session.query("delete from access.session where account = \(account)")
            return try session.query(
                "update access.account set disabled_at = coalesce(disabled_at, \(now)) where id = \(account)")
        }
    }

    public func enable(_ account: UUID) async throws {
        try await updateOne { try $0.query("update access.account set disabled_at = null where id = \(account)") }
    }

    /// Releases an account that wrong passwords have locked.
    public func unlock(_ account: UUID) async throws {
        guard let email = try await self.account(account)?.email else { throw AccountError.unknownAccount }
        let tag = emailTag(email)
        try await pool.transaction { session in
            try session.query("delete from access.lock where email_tag = \(tag)")
            try session.query("delete from access.sign_in_attempt where email_tag = \(tag)")
        }
    }

    /// Sets a password without knowing the old one, and ends all sessions: for administrators and the command line.
    public func setPassword(_ password: String, of account: UUID, now: Date) async throws {
        guard let email = try await self.account(account)?.email else { throw AccountError.unknownAccount }
        let hash = try await acceptedHash(password, email: email)
        try await updateOne { session in
            try session.query("delete from access.session where account = \(account)")
            return try session.query(
                """
                update access.account set password_hash = \(hash), password_changed_at = \(now) where id = \(account)
                """)
        }
    }

    func acceptedHash(_ password: String?, email: String) async throws -> String? {
        guard let password else { return nil }
        do throws(WeakPassword) {
            try PasswordPolicy.check(password, email: email)
        } catch {
            throw AccountError.weakPassword(error)
        }
        return try await hasher.hash(password)
    }

    private func checkFit(_ roles: Set<Role>, _ kind: OrganizationKind) throws(AccountError) {
        if let role = roles.sorted(by: { $0.rawValue < $1.rawValue })
            .first(where: { !$0.organizationKinds.contains(kind) })
        {
            throw .roleDoesNotFit(role)
        }
    }

    private func updateOne(_ update: @Sendable (PostgresSession) throws -> PostgresRows) async throws {
        let changed = try await pool.transaction { try update($0).affectedRows }
        guard changed == 1 else { throw AccountError.unknownAccount }
    }

    private func accounts(where condition: String, _ value: (any PostgresBindable)?) async throws -> [Account] {
        let query = PostgresQuery(
            sql: "select \(Account.columns) from access.account a where \(condition) order by display_name, id",
            [value])
        return try await pool.run { session in
            var accounts = try session.query(query).map { try Account($0) }
            let tags = accounts.map { self.emailTag($0.email) }
            let locks = try Dictionary(
                uniqueKeysWithValues: session.query(
                    "select email_tag, locked_at from access.lock where email_tag = any(\(tags))"
                ).map { (try $0.get(0, as: Data.self), try $0.get(1, as: Date.self)) })
            for index in accounts.indices { accounts[index].lockedAt = locks[tags[index]] }
            return accounts
        }
    }
}

extension Account {
    /// What `init(_ row:)` reads, from a table named `a`.
    static let columns = """
        a.id, a.email, a.display_name, a.organization, a.organization_kind, a.jurisdictions, a.roles, a.language, \
        a.created_at, a.last_sign_in_at, a.disabled_at
        """

    /// A role or kind that this build does not know gives no right.
    init(_ row: PostgresRow) throws(PostgresError) {
        id = try row.get(0)
        email = try row.get(1)
        displayName = try row.get(2)
        organization = try row.get(3)
        organizationKind = OrganizationKind(rawValue: try row.get(4)) ?? .operations
        jurisdictions = Set(try row.get(5, as: [String].self))
        roles = Set(try row.get(6, as: [String].self).compactMap(Role.init))
        language = try row.get(7)
        createdAt = try row.get(8)
        lastSignInAt = try row.get(9)
        disabledAt = try row.get(10)
    }
}
