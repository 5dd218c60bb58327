public import Foundation

/// One line of the access log: who did what to which thing, by ids only.
public struct AccessEntry: Hashable, Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case done
        /// A rule refused it.
        case denied
        /// It was tried and went wrong, such as a wrong password.
        case failed
    }

    public var at: Date
    /// `nil` when nobody is known, as with a wrong e-mail address.
    public var account: UUID?
    public var organization: UUID?
    public var jurisdiction: String
    /// An `Action`'s raw value, or `signIn`, `signOut`, `changePassword`.
    public var action: String
    public var subjectKind: String?
    public var subjectID: UUID?
    public var channel: String
    /// A keyed digest of the network address; `AccessStore.log` makes it.
    public var addressTag: Data?
    public var outcome: Outcome

    public init(
        at: Date, account: UUID? = nil, organization: UUID? = nil, jurisdiction: String, action: String,
        subjectKind: String? = nil, subjectID: UUID? = nil, channel: String, addressTag: Data? = nil, outcome: Outcome
    ) {
        self.at = at
        self.account = account
        self.organization = organization
        self.jurisdiction = jurisdiction
        self.action = action
        self.subjectKind = subjectKind
        self.subjectID = subjectID
        self.channel = channel
        self.addressTag = addressTag
        self.outcome = outcome
    }

    /// What a principal did.
    public init(
        _ principal: Principal, action: String, jurisdiction: String, subjectKind: String? = nil,
        subjectID: UUID? = nil, addressTag: Data? = nil, outcome: Outcome = .done, at: Date
    ) {
        self.init(
            at: at, account: principal.accountID, organization: principal.organization, jurisdiction: jurisdiction,
            action: action, subjectKind: subjectKind, subjectID: subjectID, channel: principal.channel.name,
            addressTag: addressTag, outcome: outcome)
    }

    /// What a principal did, as one of the actions that permission knows.
    public init(
        _ principal: Principal, _ action: Action, jurisdiction: String, subjectKind: String? = nil,
        subjectID: UUID? = nil, outcome: Outcome = .done, at: Date
    ) {
        self.init(
            principal, action: action.rawValue, jurisdiction: jurisdiction, subjectKind: subjectKind,
            subjectID: subjectID, outcome: outcome, at: at)
    }
}
