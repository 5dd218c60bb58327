public import Foundation

/// An account to be made.
public struct NewAccount: Hashable, Sendable {
    public var id: UUID
    public var email: String
    public var displayName: String
    public var organization: UUID
    public var organizationKind: OrganizationKind
    public var jurisdictions: Set<String>
    public var roles: Set<Role>
    public var language: String

    public init(
        id: UUID, email: String, displayName: String, organization: UUID, organizationKind: OrganizationKind,
        jurisdictions: Set<String>, roles: Set<Role>, language: String = "en"
    ) {
        self.id = id
        self.email = email
        self.displayName = displayName
        self.organization = organization
        self.organizationKind = organizationKind
        self.jurisdictions = jurisdictions
        self.roles = roles
        self.language = language
    }
}

/// An account as administrators see it.
public struct Account: Hashable, Sendable, Identifiable {
    public var id: UUID
    public var email: String
    public var displayName: String
    public var organization: UUID
    public var organizationKind: OrganizationKind
    public var jurisdictions: Set<String>
    public var roles: Set<Role>
    public var language: String
    public var createdAt: Date
    public var lastSignInAt: Date?
    /// Set while nobody can use the account.
    public var disabledAt: Date?
    /// Set after too many wrong passwords, until an administrator releases it.
    public var lockedAt: Date?

    func principal(_ channel: Principal.Channel) -> Principal {
        Principal(
            accountID: id, displayName: displayName, email: email, organization: organization,
            organizationKind: organizationKind, jurisdictions: jurisdictions, roles: roles, language: language,
            channel: channel)
    }
}

/// Why an account could not be made or changed.
public enum AccountError: Error, Hashable, Sendable {
    case invalidEmail
    case emailTaken
    case weakPassword(WeakPassword)
    /// People of that kind of organization cannot have the role.
    case roleDoesNotFit(Role)
    /// `network` is not a jurisdiction that people work in.
    case networkJurisdiction
    case unknownAccount
}
