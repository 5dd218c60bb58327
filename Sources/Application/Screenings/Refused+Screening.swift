import Casework
import ModuleHost
import Workflows

extension Refused {
    init(_ refusal: Casework.Screening.Refusal) {
        switch refusal {
        case .alreadyMade: self.init("screening.already-made")
        case .notMade: self.init("screening.not-made")
        case .over: self.init("screening.over")
        case .notMet(let finding): self.init("screening.not-met", ["finding": finding.rawValue])
        case .alreadyAsked: self.init("screening.already-asked")
        case .nothingAsked: self.init("screening.nothing-asked")
        case .samePerson: self.init("screening.same-person")
        case .notNow: self.init("step.not-now")
        case .unchanged(let field): self.init("field.unchanged", field: field)
        case .required(let field): self.init("field.required", field: field)
        case .dateInFuture(let field): self.init("field.date-in-future", field: field)
        }
    }

    /// - parameter language: the reader's, for the rule's own words.
    init(_ refusal: StepRefusal, in language: String) {
        let code = "step.\(refusal.code)"
        switch refusal {
        case .notNow: self.init(code)
        case .guardNotMet(let rule): self.init(code, ["rule": rule.text(language)])
        case .guardNotKnown(let rule, let missing):
            self.init(code, ["rule": rule.text(language), "missing": missing.joined(separator: ", ")])
        case .missingField(let name): self.init("field.required", field: "fields.\(name)")
        case .unknownField(let name): self.init("field.unknown-value", field: "fields.\(name)")
        case .wrongKind(let name): self.init("field.malformed", field: "fields.\(name)")
        case .reasonRequired: self.init("field.required", field: "reason")
        case .unknownReason: self.init("field.unknown-value", field: "reason")
        }
    }
}
