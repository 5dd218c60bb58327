public import EventModel
public import Foundation

extension Referral {
    /// What the decider must know of the program, read from the program's own stream in the same decision.
    public struct ProgramFacts: Sendable, Hashable {
        public var id: UUID
        public var organization: UUID
        public var accepting: Bool
        public init(id: UUID, organization: UUID, accepting: Bool) {
            self.id = id
            self.organization = organization
            self.accepting = accepting
        }
    }

    /// A step that somebody asks for. Facts from outside the stream come in with it.
    public enum Command: Sendable {
        case draft(Drafted, program: ProgramFacts)
        case offer(consent: Consent?, program: ProgramFacts, today: Day)
        case acknowledge(Channel)
        case withdrawAcknowledgement
        case requestInformation(question: Personal)
        case supplyInformation(answer: Personal)
        case accept(capacityOverride: Personal?, Channel)
        case waitlist(position: Int, reviewBy: Day, today: Day, Channel)
        case decline(Declined, Channel)
        case recall(reason: Personal)
        case lapse
        case scheduleIntake(IntakeScheduled, today: Day)
        case beginService(on: Day, today: Day)
        case recordSession(SessionRecorded, today: Day)
        case reportProgress(note: Personal)
        case hold(Held, today: Day)
        case resume
        case complete(Completed)
        case reportUnsuccessful(Unsuccessful)
        case withdraw(Withdrawn)
        case reopen(reason: Personal)
        case correct(Corrected)
        case markEnteredInError(reason: Personal)
        case takeOver(TakenOver, result: ResultTakenOver?)
    }

    /// Why a step is refused. Each is an answer to a person, with what to do about it.
    public enum Refusal: Error, Hashable, Sendable {
        /// The step does not fit where the referral stands.
        case notNow(Status)
        case alreadyExists
        case programNotAccepting
        case consentMissing
        case consentExpired(Day)
        case consentRevoked
        /// The consent does not let this partner see these fields.
        case consentTooNarrow([SharedField])
        case consentForOthers
        /// A required field is empty; the name is the API's.
        case required(field: String)
        case dateInPast(field: String)
        case dateInFuture(field: String)
        /// The correction's "was" is not what stands there.
        case staleCorrection(current: String?)
        case invalidValue(field: String)
        case neverBegan
    }
}
