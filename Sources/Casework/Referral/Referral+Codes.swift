/// The coded answers that a referral may carry. Raw values are stored and never change.
extension Referral {
    /// Where a referral stands.
    public enum Status: String, Codable, Sendable, CaseIterable {
        case none
        case drafted
        case offered
        case acknowledged
        case needsInformation = "needs-information"
        case waitlisted
        case accepted
        case intakeScheduled = "intake-scheduled"
        case inProgress = "in-progress"
        case onHold = "on-hold"
        case completed
        case unsuccessful
        case withdrawn
        case declined
        case recalled
        case lapsed
        case enteredInError = "entered-in-error"
        /// Taken over from another system; nothing is known of the steps in between.
        case takenOver = "taken-over"

        /// Somebody still has a step to take on it.
        public var isOpen: Bool { Referral.open.contains(self) }
        /// A place in the program is held for it.
        public var holdsPlace: Bool { [.accepted, .intakeScheduled, .inProgress, .onHold].contains(self) }
    }

    static let open: Set<Status> = [
        .drafted, .offered, .acknowledged, .needsInformation, .waitlisted, .accepted, .intakeScheduled, .inProgress,
        .onHold,
    ]

    /// How urgent the office says it is.
    public enum Priority: String, Codable, Sendable, CaseIterable { case routine, urgent }

    /// What the partner may be shown about the person.
    public enum SharedField: String, Codable, Sendable, CaseIterable {
        case name, birthDate = "birth-date", phone, email, contactPreference = "contact-preference", language, need
        case charge
    }

    /// Why a partner cannot take a person.
    public enum DeclineCode: String, Codable, Sendable, CaseIterable {
        case noCapacity = "no-capacity"
        case notEligible = "not-eligible"
        case outsideArea = "outside-area"
        case missingDocuments = "missing-documents"
        case safetyConflict = "safety-conflict"
        case participantDeclined = "participant-declined"
        case couldNotContact = "could-not-contact"
        case conflictOfInterest = "conflict-of-interest"
        case other
    }

    /// Why it ended before it was finished, after HMPPS; `died` and `moved` never count as failure.
    public enum UnsuccessfulCode: String, Codable, Sendable, CaseIterable {
        case notEngaged = "not-engaged"
        case moved
        case workOrCaring = "work-or-caring"
        case returnedToCustody = "returned-to-custody"
        case newCharge = "new-charge"
        case needsMetElsewhere = "needs-met-elsewhere"
        case mistakenOrDuplicate = "mistaken-or-duplicate"
        case died
        case other

        /// Whether indicators may count it as a referral that did not succeed.
        public var countsAsFailure: Bool {
            switch self {
            case .notEngaged, .returnedToCustody, .newCharge, .other: true
            case .moved, .workOrCaring, .needsMetElsewhere, .mistakenOrDuplicate, .died: false
            }
        }
    }

    public enum Outcome: String, Codable, Sendable, CaseIterable {
        case goalsMet = "goals-met"
        case goalsPartlyMet = "goals-partly-met"
        case requirementMet = "requirement-met"
        case other
    }

    public enum WithdrawalBy: String, Codable, Sendable, CaseIterable { case participant, office }

    public enum WithdrawalCode: String, Codable, Sendable, CaseIterable {
        case participantChoice = "participant-choice"
        case consentWithdrawn = "consent-withdrawn"
        case chargesDropped = "charges-dropped"
        case moved
        case safety
        case mistakenOrDuplicate = "mistaken-or-duplicate"
        case other
    }

    public enum HoldCode: String, Codable, Sendable, CaseIterable {
        case participantUnavailable = "participant-unavailable"
        case waitingForDocuments = "waiting-for-documents"
        case health
        case courtDate = "court-date"
        case programClosed = "program-closed"
        case other
    }

    public enum Attendance: String, Codable, Sendable, CaseIterable {
        case came
        case cameLate = "came-late"
        case didNotCome = "did-not-come"
        case moved
        case didNotHappen = "did-not-happen"
    }

    /// Who could not make a session that did not take place as planned; "missed" is not one fact.
    public enum WhoCouldNot: String, Codable, Sendable, CaseIterable {
        case participant, partner, office
        case someoneElse = "someone-else"
        case unknown
    }

    /// How an answer reached us.
    public enum Channel: String, Codable, Sendable, CaseIterable { case page, api, link }

    /// What another system said of a result.
    public enum SourceResult: String, Codable, Sendable, CaseIterable {
        case graduated, failed
        case neverDetermined = "never-determined"
    }

    /// A field that a correction may set right.
    public enum CorrectableField: String, Codable, Sendable, CaseIterable {
        case need
        case outcome
        case unsuccessfulCode = "unsuccessful-code"
        case declineCode = "decline-code"
        case attendance
    }
}
