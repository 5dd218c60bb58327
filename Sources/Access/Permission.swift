/// The one place that decides who may do what.
public enum Permission {
    /// Returns when `principal` may do this, and throws the rule that forbids it otherwise.
    ///
    /// For lists, the caller must still narrow the query to the principal's own organization.
    public static func check(
        _ principal: Principal, may action: Action, on resource: Resource
    ) throws(Denied) {
        switch principal.channel {
        case .system, .commandLine: return
        case .token(let scopes):
            if scopes.isDisjoint(with: action.scopes) { throw Denied(.scope, action) }
        case .session: break
        }
        let relations = principal.roles.sorted { $0.rawValue < $1.rawValue }
            .filter { $0.organizationKinds.contains(principal.organizationKind) }
            .compactMap { Grants.of($0)[action] }
        guard !relations.isEmpty else { throw Denied(.role, action) }
        let inReach = relations.filter {
            !$0.needsJurisdiction || principal.jurisdictions.contains(resource.jurisdiction)
        }
        guard !inReach.isEmpty else { throw Denied(.jurisdiction, action) }
        guard !inReach.contains(where: { $0.holds(between: principal, and: resource) }) else { return }
        throw Denied(
            inReach.contains { $0.organizationHolds(between: principal, and: resource) } ? .author : .organization,
            action)
    }

    /// Whether `check` would return.
    public static func allows(_ principal: Principal, _ action: Action, on resource: Resource) -> Bool {
        do throws(Denied) {
            try check(principal, may: action, on: resource)
            return true
        } catch {
            return false
        }
    }

    /// Checks that an administrator may make an account like this: in the own organization, in own jurisdictions,
    /// with roles that the organization's kind can have.
    public static func check(_ principal: Principal, mayCreate account: NewAccount) throws(Denied) {
        if account.jurisdictions.isEmpty {
            try check(
                principal, may: .manageAccounts,
                on: Resource(
                    jurisdiction: principal.jurisdictions.min() ?? "network",
                    accountOrganization: account.organization))
        }
        for jurisdiction in account.jurisdictions.sorted() {
            try check(
                principal, may: .manageAccounts,
                on: Resource(jurisdiction: jurisdiction, accountOrganization: account.organization))
        }
        guard account.roles.allSatisfy({ $0.organizationKinds.contains(account.organizationKind) }) else {
            throw Denied(.role, .manageAccounts)
        }
    }
}

/// A refusal, with the rule that refused.
public struct Denied: Error, Hashable, Sendable {
    /// Which rule refused; its raw value is a key for messages.
    public enum Rule: String, Sendable, CaseIterable {
        /// No role of this person has the action.
        case role = "denied.role"
        /// The person does not work in that jurisdiction.
        case jurisdiction = "denied.jurisdiction"
        /// It belongs to another organization.
        case organization = "denied.organization"
        /// Only its author, or a supervisor, may.
        case author = "denied.author"
        /// The token was not made for this.
        case scope = "denied.scope"
    }

    public let rule: Rule
    public let action: Action

    public init(_ rule: Rule, _ action: Action) {
        self.rule = rule
        self.action = action
    }

    public var code: String { rule.rawValue }
}
