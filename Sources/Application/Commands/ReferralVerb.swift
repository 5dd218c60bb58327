public import Access
public import Casework

/// The steps of a referral, as the API's paths and the pages' buttons name them.
public enum ReferralVerb: String, Sendable, CaseIterable {
    case offer
    case acknowledge
    case withdrawAcknowledgement = "withdraw-acknowledgement"
    case requestInformation = "request-information"
    case supplyInformation = "supply-information"
    case accept
    case waitlist
    case decline
    case recall
    case scheduleIntake = "schedule-intake"
    case beginService = "begin-service"
    case recordSession = "record-session"
    case reportProgress = "report-progress"
    case hold
    case resume
    case complete
    case reportUnsuccessful = "report-unsuccessful"
    case withdraw
    case reopen
    case correct
    case markEnteredInError = "mark-entered-in-error"

    public var action: Action {
        switch self {
        case .offer: .offerReferral
        case .acknowledge, .withdrawAcknowledgement: .acknowledgeReferral
        case .requestInformation: .requestInformation
        case .supplyInformation: .supplyInformation
        case .accept: .acceptReferral
        case .waitlist: .waitlistReferral
        case .decline: .declineReferral
        case .recall: .recallReferral
        case .scheduleIntake: .scheduleIntake
        case .beginService: .beginService
        case .recordSession: .recordSession
        case .reportProgress: .reportProgress
        case .hold: .holdReferral
        case .resume: .resumeReferral
        case .complete: .completeReferral
        case .reportUnsuccessful: .reportUnsuccessful
        case .withdraw: .withdrawReferral
        case .reopen: .reopenReferral
        case .correct: .correctRecord
        case .markEnteredInError: .markEnteredInError
        }
    }

    /// The statuses in which the step can be taken, so that pages offer no button that would be refused.
    public func fits(_ state: Referral.State) -> Bool {
        switch self {
        case .offer: state.status == .drafted
        case .acknowledge: state.status == .offered
        case .withdrawAcknowledgement: state.status == .acknowledged
        case .requestInformation: [.offered, .acknowledged].contains(state.status)
        case .supplyInformation: state.status == .needsInformation
        case .accept, .waitlist: [.offered, .acknowledged, .waitlisted].contains(state.status)
        case .decline: [.offered, .acknowledged, .needsInformation, .waitlisted].contains(state.status)
        case .recall:
            [.offered, .acknowledged, .needsInformation, .waitlisted, .accepted, .intakeScheduled]
                .contains(state.status)
        case .scheduleIntake, .beginService: [.accepted, .intakeScheduled].contains(state.status)
        case .recordSession, .reportProgress, .hold, .complete: state.status == .inProgress
        case .resume: state.status == .onHold
        case .reportUnsuccessful: state.status.holdsPlace
        case .withdraw: state.status.isOpen && state.status != .drafted
        case .reopen: [.completed, .unsuccessful, .withdrawn].contains(state.status) && state.wasAccepted
        case .correct: state.status != .none && state.status != .enteredInError
        case .markEnteredInError: state.status != .none && state.status != .enteredInError
        }
    }
}
