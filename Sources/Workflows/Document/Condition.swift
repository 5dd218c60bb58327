/// What makes a criterion met: a tree of comparisons over named facts. Total: it always ends, and cannot fail.
public indirect enum Condition: Sendable, Hashable {
    case all([Condition])
    case any([Condition])
    /// Met when not one of them is.
    case none([Condition])
    case not(Condition)
    case compare(String, Comparison, Operand)
    case isOneOf(String, [FactValue])
    /// Whether the fact is known at all: a paper is there, an answer was given.
    case isKnown(String)

    public enum Comparison: String, Sendable, CaseIterable {
        case `is`, isNot, over, atLeast, under, atMost, before, after, onOrBefore, onOrAfter

        var isForDays: Bool { [.before, .after, .onOrBefore, .onOrAfter].contains(self) }
        var isForOrder: Bool { ![.is, .isNot].contains(self) }
    }

    /// What a fact is compared with.
    public struct Operand: Sendable, Hashable {
        public enum Base: Sendable, Hashable {
            case value(FactValue)
            case fact(String)
            /// The date for which the screening is made.
            case decisionDay
        }

        public var base: Base
        public var shift: DayShift?
    }

    /// Every fact that the tree names.
    public var facts: Set<String> {
        switch self {
        case .all(let parts), .any(let parts), .none(let parts): parts.reduce(into: []) { $0.formUnion($1.facts) }
        case .not(let part): part.facts
        case .compare(let fact, _, let operand):
            if case .fact(let other) = operand.base { [fact, other] } else { [fact] }
        case .isOneOf(let fact, _), .isKnown(let fact): [fact]
        }
    }
}
