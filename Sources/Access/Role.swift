/// What a person does here. An account may have several roles.
public enum Role: String, Sendable, CaseIterable, Codable {
    case prosecutor
    case supervisor
    case partner
    case corrections
    case auditor
    case administrator
    case `operator`
}

/// What kind of organization a person works for.
public enum OrganizationKind: String, Sendable, CaseIterable, Codable {
    case prosecutor
    case partner
    case corrections
    case oversight
    case operations
}

extension Role {
    /// The kinds of organization whose people may have this role. In another organization the role is void.
    public var organizationKinds: Set<OrganizationKind> {
        switch self {
        case .prosecutor, .supervisor: [.prosecutor]
        case .partner: [.partner]
        case .corrections: [.corrections]
        case .auditor, .administrator, .operator: Set(OrganizationKind.allCases)
        }
    }
}
