/// Why a step cannot be taken.
public enum StepRefusal: Error, Hashable, Sendable {
    /// The case is in none of the states that it leads from.
    case notNow
    /// Its condition is not met; the rule in plain words.
    case guardNotMet(Words)
    /// What its condition asks is not known; the rule, and the facts and fields that are missing.
    case guardNotKnown(Words, missing: [String])
    case missingField(String)
    /// A field that its form does not ask for.
    case unknownField(String)
    /// A value that is none of the field's.
    case wrongKind(String)
    case reasonRequired
    case unknownReason(String)

    /// Every code that there is.
    static let codes = [
        "not-now", "guard-not-met", "guard-not-known", "missing-field", "unknown-field", "wrong-kind",
        "reason-required", "unknown-reason",
    ]

    /// A stable name for programs and cases.
    public var code: String {
        switch self {
        case .notNow: "not-now"
        case .guardNotMet: "guard-not-met"
        case .guardNotKnown: "guard-not-known"
        case .missingField: "missing-field"
        case .unknownField: "unknown-field"
        case .wrongKind: "wrong-kind"
        case .reasonRequired: "reason-required"
        case .unknownReason: "unknown-reason"
        }
    }
}
