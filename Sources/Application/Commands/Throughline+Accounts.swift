public import Access
import EventModel
public import Foundation

/// What an administrator does with the accounts of the own organization.
extension Throughline {
    /// The accounts of the caller's organization, by name.
    public func accounts(for principal: Principal) async throws -> [Account] {
        try check(principal, .manageAccounts, staff(of: principal))
        return try await access.accounts(of: principal.organization)
    }

    /// Makes an account in the caller's organization and counties.
    ///
    /// - Throws: `AccountError` for what the caller can mend.
    public func addAccount(
        _ id: UUID, name: String, email: String, roles: Set<Role>, language: String, password: String,
        for principal: Principal
    ) async throws {
        let account = NewAccount(
            id: id, email: email, displayName: name, organization: principal.organization,
            organizationKind: principal.organizationKind, jurisdictions: principal.jurisdictions, roles: roles,
            language: language)
        do throws(Denied) { try Permission.check(principal, mayCreate: account) } catch { throw Failure.denied(error) }
        try await access.createAccount(account, password: password, now: now())
        try await note(id, by: principal)
    }

    /// Opens an account that wrong passwords have locked.
    public func unlockAccount(_ id: UUID, for principal: Principal) async throws {
        try check(principal, .manageAccounts, staff(of: principal))
        guard try await access.account(id)?.organization == principal.organization else { throw Failure.notFound }
        try await access.unlock(id)
        try await note(id, by: principal)
    }

    private func staff(of principal: Principal) -> Resource {
        Resource(jurisdiction: principal.jurisdictions.min() ?? networkLog, accountOrganization: principal.organization)
    }

    private func note(_ account: UUID, by principal: Principal) async throws {
        try await access.log(
            AccessEntry(
                principal, .manageAccounts, jurisdiction: principal.jurisdictions.min() ?? networkLog,
                subjectKind: "account", subjectID: account, at: now()))
    }
}
