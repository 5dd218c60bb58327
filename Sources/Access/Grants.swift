/// How a person must stand to a thing for a role's grant to hold.
enum Relation: Sendable {
    /// It is in a jurisdiction of the person.
    case jurisdiction
    /// Lists and new records of the referring side: the person's own, or nobody's in particular.
    case ownReferring
    /// Lists of the partner's side: the person's own, or nobody's in particular.
    case ownPartner
    /// The person's organization refers.
    case referring
    /// The referral was offered to the person's organization.
    case partner
    /// The person's organization runs the program.
    case program
    /// The person wrote it, for the organization that refers.
    case referringAuthor
    /// The person wrote it, for the organization that the referral was offered to.
    case partnerAuthor
    /// An account of the person's organization.
    case staff
    /// The person's own account, wherever it is.
    case oneself
    /// No relation at all: the thing belongs to no jurisdiction.
    case anywhere

    var needsJurisdiction: Bool {
        switch self {
        case .oneself, .anywhere: false
        default: true
        }
    }

    func holds(between principal: Principal, and resource: Resource) -> Bool {
        switch self {
        case .referringAuthor, .partnerAuthor, .oneself:
            organizationHolds(between: principal, and: resource) && resource.author == principal.accountID
        default:
            organizationHolds(between: principal, and: resource)
        }
    }

    func organizationHolds(between principal: Principal, and resource: Resource) -> Bool {
        let own = principal.organization
        return switch self {
        case .jurisdiction, .oneself, .anywhere: true
        case .ownReferring: resource.referringOrganization == nil || resource.referringOrganization == own
        case .ownPartner: resource.partnerOrganization == nil || resource.partnerOrganization == own
        case .referring, .referringAuthor: resource.referringOrganization == own
        case .partner, .partnerAuthor: resource.partnerOrganization == own
        case .program: resource.programOrganization == own
        case .staff: resource.accountOrganization == own
        }
    }
}

/// The table: each role's actions, and the relation that each needs.
enum Grants {
    static func of(_ role: Role) -> [Action: Relation] {
        switch role {
        case .prosecutor: prosecutor
        case .supervisor: supervisor
        case .partner: partner
        case .corrections: corrections
        case .auditor: auditor
        case .administrator: administrator
        case .operator: `operator`
        }
    }

    private static let referringSide: [Action: Relation] = [
        .viewWorklist: .ownReferring,
        .listReferrals: .ownReferring,
        .viewReferral: .referring,
        .viewHistory: .referring,
        .viewParticipant: .referring,
        .registerParticipant: .ownReferring,
        .recordConsent: .referring,
        .revokeConsent: .referring,
        .openCase: .ownReferring,
        .draftReferral: .ownReferring,
        .offerReferral: .referring,
        .recallReferral: .referring,
        .supplyInformation: .referring,
        .withdrawReferral: .referring,
        .correctRecord: .referringAuthor,
        .markEnteredInError: .referringAuthor,
        .viewDeadlines: .ownReferring,
        .viewIndicators: .jurisdiction,
        .manageTokens: .oneself,
    ]

    private static let corrections = referringSide

    private static let prosecutor = referringSide.merging([
        .recordDisposition: .referring,
        .listCases: .ownReferring,
        .viewCase: .referring,
        .declineCase: .referring,
        .listScreenings: .ownReferring,
        .viewScreening: .referring,
        .screenCase: .referring,
    ]) { _, new in new }

    private static let supervisor = prosecutor.merging([
        .reopenReferral: .referring,
        .overrideCapacity: .referring,
        .approveScreening: .referring,
        .moveScreening: .referring,
        .correctRecord: .referring,
        .markEnteredInError: .referring,
        .importData: .ownReferring,
        .exportData: .ownReferring,
        .viewModules: .jurisdiction,
        .approveModules: .jurisdiction,
    ]) { _, new in new }

    private static let partner: [Action: Relation] = [
        .viewInbox: .ownPartner,
        .listReferrals: .ownPartner,
        .viewReferral: .partner,
        .viewHistory: .partner,
        .viewParticipant: .partner,
        .revokeConsent: .partner,
        .acknowledgeReferral: .partner,
        .requestInformation: .partner,
        .acceptReferral: .partner,
        .overrideCapacity: .partner,
        .waitlistReferral: .partner,
        .declineReferral: .partner,
        .scheduleIntake: .partner,
        .beginService: .partner,
        .recordSession: .partner,
        .reportProgress: .partner,
        .holdReferral: .partner,
        .resumeReferral: .partner,
        .completeReferral: .partner,
        .reportUnsuccessful: .partner,
        .correctRecord: .partnerAuthor,
        .markEnteredInError: .partnerAuthor,
        .updateCapacity: .program,
        .viewDeadlines: .ownPartner,
        .viewIndicators: .jurisdiction,
        .manageTokens: .oneself,
    ]

    private static let auditor: [Action: Relation] = [
        .viewWorklist: .jurisdiction,
        .viewInbox: .jurisdiction,
        .listReferrals: .jurisdiction,
        .viewReferral: .jurisdiction,
        .viewHistory: .jurisdiction,
        .viewParticipant: .jurisdiction,
        .listCases: .jurisdiction,
        .viewCase: .jurisdiction,
        .listScreenings: .jurisdiction,
        .viewScreening: .jurisdiction,
        .readEvents: .jurisdiction,
        .viewIndicators: .jurisdiction,
        .viewAudit: .jurisdiction,
        .viewAccessLog: .jurisdiction,
        .viewDeadlines: .jurisdiction,
        .exportData: .jurisdiction,
        .viewModules: .jurisdiction,
        .manageTokens: .oneself,
    ]

    private static let administrator: [Action: Relation] = [
        .registerOrganization: .jurisdiction,
        .registerProgram: .jurisdiction,
        .manageAccounts: .staff,
        .viewModules: .jurisdiction,
        .manageModules: .jurisdiction,
        .approveModules: .jurisdiction,
        .viewDeadlines: .jurisdiction,
        .viewIndicators: .jurisdiction,
        .manageTokens: .oneself,
    ]

    private static let `operator`: [Action: Relation] = [
        .viewOperations: .anywhere,
        .releaseModules: .anywhere,
        .manageTokens: .oneself,
    ]
}
