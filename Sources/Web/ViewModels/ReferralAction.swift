/// Everything that can be done to a referral, by the verb of the API.
enum ReferralAction: String, CaseIterable, Sendable {
    case offer, acknowledge
    case withdrawAcknowledgement = "withdraw-acknowledgement"
    case requestInformation = "request-information"
    case supplyInformation = "supply-information"
    case accept, waitlist, decline, recall
    case scheduleIntake = "schedule-intake"
    case beginService = "begin-service"
    case recordSession = "record-session"
    case reportProgress = "report-progress"
    case hold, resume, complete
    case reportUnsuccessful = "report-unsuccessful"
    case withdraw, reopen, correct
    case recordDisposition = "record-disposition"
    case markEnteredInError = "mark-entered-in-error"

    /// The lists of codes that the forms offer.
    enum Codes {
        static let decline = [
            "no-capacity", "not-eligible", "outside-area", "missing-documents", "safety-conflict",
            "participant-declined", "could-not-contact", "conflict-of-interest", "other",
        ]
        static let unsuccessful = [
            "not-engaged", "moved", "work-or-caring", "returned-to-custody", "new-charge", "needs-met-elsewhere",
            "mistaken-or-duplicate", "died", "other",
        ]
        static let outcome = ["goals-met", "goals-partly-met", "requirement-met", "other"]
        static let withdrawal = [
            "participant-choice", "consent-withdrawn", "charges-dropped", "moved", "safety", "mistaken-or-duplicate",
            "other",
        ]
        static let hold = [
            "participant-unavailable", "waiting-for-documents", "health", "court-date", "program-closed", "other",
        ]
        static let disposition = [
            "dismissed-with-prejudice", "dismissed", "nolle-prosequi", "prosecution-resumed", "convicted", "other",
        ]
        static let attendance = ["came", "came-late", "did-not-come", "moved", "did-not-happen"]
        static let whoCouldNot = ["participant", "partner", "office", "someone-else", "unknown"]
    }

    /// A field that is being set right.
    struct Correction: Sendable {
        /// `need`, `outcome`, `unsuccessful-code`, `decline-code`, `attendance`
        var field: String
        /// The codes that it can have; text when there are none.
        var codes: [Field.Option] = []
    }

    /// What only the referral or its program can tell a form.
    struct Choices: Sendable {
        /// Other programs, for "We can't take this".
        var programs: [Field.Option] = []
        /// Fields that can be corrected, each with its present value as hint.
        var correctable: [Field.Option] = []
        /// The one that was chosen; until then the form only asks which.
        var correcting: Correction? = nil
        /// Whether the program has no open place.
        var isFull = false
    }

    /// The questions of the action's form. Field names are those of the API.
    func fields(_ sent: Submission, choices: Choices = Choices(), for reader: Reader) -> [Field] {
        let words = reader.words
        func note(_ key: String = "note", required: Bool = false) -> Field {
            .text(
                "note", words("field.\(key)"), hint: words.ifKnown("field.\(key)-hint"), required: required, from: sent)
        }
        func reason(_ name: String = "reason") -> Field {
            .text(name, words("field.reason"), hint: words("field.reason-hint"), required: true, from: sent)
        }
        func date(_ name: String, _ key: String? = nil, required: Bool = true, hint: String? = nil) -> Field {
            .line(
                name, words("field.\(key ?? name)"), hint: hint, required: required, input: .init(type: "date"),
                from: sent)
        }
        func coded(_ name: String, _ codes: [String], _ prefix: String, _ label: String) -> Field {
            .radios(name, words("field.\(label)"), .codes(codes, prefix, for: reader), required: true, from: sent)
        }
        switch self {
        case .offer, .acknowledge, .withdrawAcknowledgement: return []
        case .requestInformation:
            return [
                .text(
                    "question", words("field.question"), hint: words("field.question-hint"), required: true, from: sent)
            ]
        case .supplyInformation: return [.text("answer", words("field.answer"), required: true, from: sent)]
        case .accept:
            guard choices.isFull else { return [] }
            return [
                .text(
                    "capacityOverride", words("field.capacityOverride"), hint: words("field.capacityOverride-hint"),
                    required: true, from: sent)
            ]
        case .waitlist: return [date("reviewBy", hint: words("field.reviewBy-hint"))]
        case .decline:
            var fields = [
                coded("code", Codes.decline, "decline", "decline-code"), note("decline-note"),
            ]
            if !choices.programs.isEmpty {
                fields.append(
                    .select(
                        "redirectTo", words("field.redirectTo"), choices.programs.withBlank(words("form.none")),
                        hint: words("field.redirectTo-hint"), from: sent))
            }
            return fields + [date("placesOpenOn", required: false)]
        case .recall, .reopen, .markEnteredInError: return [reason()]
        case .scheduleIntake:
            return [
                date("on", "intake-on"),
                .line("time", words("field.time"), required: true, input: .init(type: "time"), from: sent),
                .line("place", words("field.place"), hint: words("field.place-hint"), from: sent),
            ]
        case .beginService: return [date("on", "began-on")]
        case .recordSession:
            return [
                coded("attendance", Codes.attendance, "attendance", "attendance"),
                .radios(
                    "whoCouldNot", words("field.whoCouldNot"), .codes(Codes.whoCouldNot, "who-could-not", for: reader),
                    hint: words("field.whoCouldNot-hint"), from: sent),
                date("on", "session-on"), note(),
            ]
        case .reportProgress: return [note("progress-note", required: true)]
        case .hold:
            return [
                coded("code", Codes.hold, "hold", "hold-reason"),
                date("reviewBy", hint: words("field.hold-reviewBy-hint")), note(),
            ]
        case .resume: return []
        case .complete:
            return [coded("outcome", Codes.outcome, "outcome", "outcome"), note("complete-note", required: true)]
        case .reportUnsuccessful:
            return [coded("code", Codes.unsuccessful, "unsuccessful", "unsuccessful-code"), note()]
        case .withdraw:
            return [
                coded("by", ["participant", "office"], "withdrawn-by", "withdrawn-by"),
                coded("code", Codes.withdrawal, "withdrawal", "withdrawal-code"), note(),
            ]
        case .correct:
            guard let correction = choices.correcting else {
                return [
                    .radios("field", words("field.correct-field"), choices.correctable, required: true, from: sent)
                ]
            }
            let now: Field =
                correction.codes.isEmpty
                ? .text("now", words("field.correct-now"), required: true, from: sent)
                : .radios("now", words("field.correct-now"), correction.codes, required: true, from: sent)
            return [now, reason("why")]
        case .recordDisposition:
            return [
                coded("kind", Codes.disposition, "disposition", "disposition"), date("on", "disposition-on"), note(),
            ]
        }
    }
}
