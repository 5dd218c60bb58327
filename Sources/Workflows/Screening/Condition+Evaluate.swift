public import EventModel

/// What is known of one case on the day for which it is screened.
public struct KnownFacts: Sendable, Hashable {
    public var values: [String: FactValue]
    /// The date for which the screening is made; rules and dates are those of that day.
    public var day: Day

    /// - parameter settings: the jurisdiction's own, as ``WorkflowDocument/settings(_:)`` reads them.
    public init(_ values: [String: FactValue], settings: [String: FactValue] = [:], on day: Day) {
        self.values = values.merging(settings) { $1 }
        self.day = day
    }

    /// With the fields that steps have recorded.
    public func adding(_ fields: [String: FactValue]) -> KnownFacts {
        KnownFacts(values.merging(fields) { $1 }, on: day)
    }
}

/// An answer that says when it is none yet.
public enum Finding: String, Sendable, Hashable, CaseIterable, Codable {
    case met
    case notMet = "not-met"
    /// A fact that would decide it is not known.
    case notKnown = "not-known"

    var negated: Finding {
        switch self {
        case .met: .notMet
        case .notMet: .met
        case .notKnown: .notKnown
        }
    }
}

extension Condition {
    /// Kleene's three-valued logic: what is not known stays so unless the rest decides anyway.
    public func evaluate(_ known: KnownFacts) -> Finding {
        switch self {
        case .all(let parts): Self.every(parts.map { $0.evaluate(known) })
        case .any(let parts): Self.every(parts.map { $0.evaluate(known).negated }).negated
        case .none(let parts): Self.every(parts.map { $0.evaluate(known).negated })
        case .not(let part): part.evaluate(known).negated
        case .isKnown(let fact): known.values[fact] == nil ? .notMet : .met
        case .isOneOf(let fact, let values):
            known.values[fact].map { values.contains($0) ? .met : .notMet } ?? .notKnown
        case .compare(let fact, let comparison, let operand):
            if let left = known.values[fact], let right = operand.value(known) {
                comparison.holds(left, right) ? .met : .notMet
            } else {
                .notKnown
            }
        }
    }

    private static func every(_ findings: [Finding]) -> Finding {
        findings.contains(.notMet) ? .notMet : findings.contains(.notKnown) ? .notKnown : .met
    }
}

extension Condition.Operand {
    func value(_ known: KnownFacts) -> FactValue? {
        let value: FactValue? =
            switch base {
            case .value(let value): value
            case .fact(let name): known.values[name]
            case .decisionDay: .day(known.day)
            }
        guard let shift, case .day(let day)? = value else { return value }
        return .day(day.adding(shift))
    }
}

extension Condition.Comparison {
    /// Values of different kinds are equal to nothing and in no order; a sound document never compares them.
    func holds(_ left: FactValue, _ right: FactValue) -> Bool {
        switch self {
        case .is: return left == right
        case .isNot: return left != right
        default: break
        }
        let order: Int
        switch (left, right) {
        case (.number(let left), .number(let right)): order = left < right ? -1 : left == right ? 0 : 1
        case (.day(let left), .day(let right)): order = left < right ? -1 : left == right ? 0 : 1
        default: return false
        }
        return switch self {
        case .over, .after: order > 0
        case .atLeast, .onOrAfter: order >= 0
        case .under, .before: order < 0
        case .atMost, .onOrBefore: order <= 0
        case .is, .isNot: false
        }
    }
}
