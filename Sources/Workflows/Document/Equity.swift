/// Questions of fairness that a rule must answer before it is used.
///
/// The three are Vera Institute's, Motion for Justice: no categorical exclusion for conviction history, no mandatory
/// fines or fees, no guilty plea required. A check asks; people answer, and the answer is kept.
public enum Equity {
    public enum Lint: String, Sendable, CaseIterable {
        case categoricalExclusion = "categorical-exclusion"
        case mandatoryFee = "mandatory-fee"
        case pleaRequired = "plea-required"

        init(_ concern: Fact.Concern) {
            switch concern {
            case .record: self = .categoricalExclusion
            case .fee: self = .mandatoryFee
            case .plea: self = .pleaRequired
            }
        }

        var question: String {
            switch self {
            case .categoricalExclusion: "It shuts people out for their record, whatever the case."
            case .mandatoryFee: "It makes money a condition."
            case .pleaRequired: "It makes an admission or a plea a condition."
            }
        }
    }

    /// Why a rule is as it is, and who decided so.
    public struct Answer: Sendable, Hashable {
        public var lint: Lint
        /// The criterion or step that it is about.
        public var subject: String
        public var answer: Words
        public var decidedBy: String
    }
}
