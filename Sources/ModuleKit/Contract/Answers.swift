/// The answer to a screening: each criterion, with the facts that decided it.
public struct Screening: Codable, Hashable, Sendable {
    public var criteria: [CriterionAnswer]

    public init(criteria: [CriterionAnswer]) { self.criteria = criteria }
}

/// One criterion's answer.
public struct CriterionAnswer: Codable, Hashable, Sendable {
    public enum Outcome: String, Codable, Sendable {
        case met
        case notMet = "not_met"
        /// A fact that it needs is missing.
        case notKnownYet = "not_known_yet"
    }

    public var id: String
    public var outcome: Outcome
    /// The facts that were used.
    public var facts: JSONObject

    public init(id: String, outcome: Outcome, facts: JSONObject = [:]) {
        self.id = id
        self.outcome = outcome
        self.facts = facts
    }
}

/// An event that a module would like to see stored.
public struct ProposedEvent: Codable, Hashable, Sendable {
    public var type: String
    public var payload: JSONObject

    public init(type: String, payload: JSONObject = [:]) {
        self.type = type
        self.payload = payload
    }
}

/// A rule says no to a command. Throw it from `decide`.
public struct Refusal: Error, Codable, Hashable, Sendable {
    /// A stable name for programs: `victim_has_not_approved`.
    public var code: String
    /// The reason in plain words, for the person who gave the command.
    public var reason: String

    public init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }
}

/// A module could not do what it was asked. Throw it from any call.
public struct Fault: Error, Codable, Hashable, Sendable {
    public var message: String

    public init(_ message: String) { self.message = message }
}

/// A row of the module's own read model, to be written or removed.
public struct RowChange: Codable, Hashable, Sendable {
    public var table: String
    public var key: String
    /// The new columns; `nil` removes the row.
    public var columns: JSONObject?

    public init(table: String, key: String, columns: JSONObject?) {
        self.table = table
        self.key = key
        self.columns = columns
    }
}

/// A line for the operator. It must say nothing about a person.
public struct LogLine: Codable, Hashable, Sendable {
    public enum Level: String, Codable, Sendable { case debug, info, warning, error }

    public var level: Level
    public var text: String

    public init(_ level: Level, _ text: String) {
        self.level = level
        self.text = text
    }
}
