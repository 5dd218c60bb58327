import EventModel
import Casework

/// Turns the typed refusals of the deciders into codes that every message catalogue knows.
extension Refused {
    init(_ refusal: Referral.Refusal) {
        switch refusal {
        case .notNow(let status): self.init("referral.not-now", ["status": status.rawValue])
        case .alreadyExists: self.init("referral.already-exists")
        case .programNotAccepting: self.init("referral.program-not-accepting", field: "program")
        case .consentMissing: self.init("referral.consent-missing", field: "consent")
        case .consentExpired(let day): self.init("referral.consent-expired", field: "consent", ["on": day.description])
        case .consentRevoked: self.init("referral.consent-revoked", field: "consent")
        case .consentTooNarrow(let fields):
            self.init(
                "referral.consent-too-narrow", field: "share",
                ["fields": fields.map(\.rawValue).joined(separator: " ")])
        case .consentForOthers: self.init("referral.consent-for-others", field: "consent")
        case .required(let field): self.init("field.required", field: field)
        case .dateInPast(let field): self.init("field.date-in-past", field: field)
        case .dateInFuture(let field): self.init("field.date-in-future", field: field)
        case .staleCorrection(let current):
            self.init("referral.stale-correction", field: "was", ["current": current ?? ""])
        case .invalidValue(let field): self.init("field.unknown-value", field: field)
        case .neverBegan: self.init("referral.never-began")
        }
    }

    init(_ refusal: Program.Refusal) {
        switch refusal {
        case .alreadyRegistered: self.init("program.already-registered")
        case .notRegistered: self.init("program.not-registered")
        case .required(let field): self.init("field.required", field: field)
        case .outOfRange(let field): self.init("field.out-of-range", field: field)
        case .noPlaceOpen: self.init("program.no-place-open", field: "capacityOverride")
        case .alreadyPaused: self.init("program.already-paused")
        }
    }

    init(_ refusal: Participant.Refusal) {
        switch refusal {
        case .alreadyRegistered: self.init("participant.already-registered")
        case .notRegistered: self.init("participant.not-registered")
        case .required(let field): self.init("field.required", field: field)
        case .dateInFuture(let field): self.init("field.date-in-future", field: field)
        case .dateInPast(let field): self.init("field.date-in-past", field: field)
        case .noSuchConsent: self.init("participant.no-such-consent", field: "consent")
        case .revocableOnDispositionOnly: self.init("participant.revocable-on-disposition-only")
        }
    }

    init(_ refusal: Case.Refusal) {
        switch refusal {
        case .alreadyOpened: self.init("case.already-opened")
        case .notOpened: self.init("case.not-opened")
        case .participantNotInCase: self.init("case.participant-not-in-case")
        case .alreadyDeclined: self.init("case.already-declined")
        case .required(let field): self.init("field.required", field: field)
        case .dateInFuture(let field): self.init("field.date-in-future", field: field)
        }
    }

    init(_ refusal: Organization.Refusal) {
        switch refusal {
        case .alreadyRegistered: self.init("organization.already-registered")
        case .required(let field): self.init("field.required", field: field)
        }
    }

    init(_ refusal: JurisdictionModule.Refusal) {
        switch refusal {
        case .versionTaken(let hash): self.init("module.version-taken", field: "document", ["hash": hash])
        case .notInstalled: self.init("module.not-installed", field: "version")
        case .otherJurisdictions(let slugs):
            self.init(
                "module.other-jurisdictions", field: "jurisdiction", ["jurisdictions": slugs.joined(separator: " ")])
        case .openQuestions(let count): self.init("module.open-questions", ["count": String(count)])
        case .alreadyProposed: self.init("module.already-proposed")
        case .notProposed: self.init("module.not-proposed")
        case .secondPersonNeeded: self.init("module.second-person-needed")
        case .alreadyActive: self.init("module.already-active")
        case .notActive: self.init("module.not-active")
        case .required(let field): self.init("field.required", field: field)
        case .dateInPast(let field): self.init("field.date-in-past", field: field)
        }
    }

    init(_ refusal: Jurisdiction.Refusal) {
        switch refusal {
        case .alreadyRegistered: self.init("jurisdiction.already-registered")
        case .notRegistered: self.init("jurisdiction.not-registered")
        case .unknownTimeZone: self.init("field.unknown-value", field: "timeZone")
        case .invalidSlug: self.init("field.malformed", field: "slug")
        case .invalidCalendar: self.init("field.malformed", field: "calendar")
        }
    }
}
