public import EventModel

/// The coded answers that a screening may carry. Raw values are stored and never change.
extension Screening {
    /// Whether a rule, or all of a track's rules, are met.
    public enum Finding: String, Codable, Sendable, CaseIterable {
        case met
        case notMet = "not-met"
        /// A fact that would decide it is not known.
        case notKnown = "not-known"
    }

    /// What the last step of a county's way comes to.
    public enum Ending: String, Codable, Sendable, CaseIterable {
        case completed
        /// The office declines to prosecute.
        case declined
        case ended
    }

    /// Who looks at a notice or takes a step.
    public enum Side: String, Codable, Sendable, CaseIterable { case prosecutor, supervisor, partner }

    /// One criterion's answer, with the names of the facts that it used and of those that it lacked.
    public struct Answer: Codable, Hashable, Sendable {
        public var criterion: String
        public var finding: Finding
        public var known: [String]
        public var missing: [String]

        public init(criterion: String, finding: Finding, known: [String], missing: [String]) {
            self.criterion = criterion
            self.finding = finding
            self.known = known
            self.missing = missing
        }
    }

    /// Values by name: those that say nothing about a person in the clear, the others sealed under the person's key.
    public struct Values: Codable, Hashable, Sendable {
        public var clear: [String: String]
        public var sealed: [String: Personal]

        public init(clear: [String: String] = [:], sealed: [String: Personal] = [:]) {
            self.clear = clear
            self.sealed = sealed
        }

        public var isEmpty: Bool { clear.isEmpty && sealed.isEmpty }

        /// Every value that can be read now, by name.
        public var readable: [String: String] { sealed.compactMapValues(\.text).merging(clear) { $1 } }

        /// Whether every value can still be read.
        public var areWhole: Bool { sealed.values.allSatisfy { $0.text != nil } }

        /// Takes in later values; a later one wins.
        public mutating func merge(_ later: Values) {
            for name in later.clear.keys { sealed[name] = nil }
            for name in later.sealed.keys { clear[name] = nil }
            clear.merge(later.clear) { $1 }
            sealed.merge(later.sealed) { $1 }
        }
    }
}
