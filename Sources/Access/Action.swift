/// Everything that somebody may or may not do.
public enum Action: String, Sendable, CaseIterable, Codable {
    case viewWorklist, viewInbox, viewReferral, listReferrals, viewHistory, viewParticipant
    case registerParticipant, recordConsent, revokeConsent
    case openCase, recordDisposition, listCases, viewCase, declineCase
    case listScreenings, viewScreening, screenCase, approveScreening, moveScreening
    case draftReferral, offerReferral, recallReferral, supplyInformation, withdrawReferral, reopenReferral
    case correctRecord, markEnteredInError
    case acknowledgeReferral, requestInformation, acceptReferral, overrideCapacity, waitlistReferral, declineReferral
    case scheduleIntake, beginService, recordSession, reportProgress, holdReferral, resumeReferral
    case completeReferral, reportUnsuccessful
    case registerOrganization, registerProgram, updateCapacity
    case readEvents, viewIndicators, viewAudit, viewAccessLog
    case manageAccounts, manageTokens
    case viewOperations, viewDeadlines
    case viewModules, manageModules, approveModules, releaseModules
    case importData, exportData
}

/// What a bearer token may be used for.
public enum TokenScope: String, Sendable, CaseIterable, Codable {
    case read
    case write
    case `import`
    case export
    case audit
}

extension Action {
    /// The scopes that let a token do this; with none of them only a signed-in person may.
    public var scopes: Set<TokenScope> {
        switch self {
        case .listCases, .viewCase, .listScreenings, .viewScreening:
            [.read]
        case .viewWorklist, .viewInbox, .viewReferral, .listReferrals, .viewHistory, .viewParticipant,
            .viewIndicators, .viewDeadlines, .viewOperations, .viewModules:
            [.read]
        case .readEvents:
            [.read, .audit]
        case .viewAudit, .viewAccessLog:
            [.audit]
        case .registerParticipant, .recordConsent, .revokeConsent, .openCase, .recordDisposition, .declineCase,
            .screenCase, .approveScreening, .moveScreening, .draftReferral,
            .offerReferral, .recallReferral, .supplyInformation, .withdrawReferral, .reopenReferral, .correctRecord,
            .markEnteredInError, .acknowledgeReferral, .requestInformation, .acceptReferral, .overrideCapacity,
            .waitlistReferral, .declineReferral, .scheduleIntake, .beginService, .recordSession, .reportProgress,
            .holdReferral, .resumeReferral, .completeReferral, .reportUnsuccessful, .registerOrganization,
            .registerProgram, .updateCapacity, .manageModules, .approveModules, .releaseModules:
            [.write]
        case .importData:
            [.import]
        case .exportData:
            [.export]
        case .manageAccounts, .manageTokens:
            []
        }
    }
}
