/// A command that a module decides.
public struct CommandDeclaration: Codable, Hashable, Sendable {
    /// Imperative: `cook.record_victim_approval`.
    public var name: String
    /// The JSON Schema of its payload.
    public var schema: JSONValue

    public init(name: String, schema: JSONValue) {
        self.name = name
        self.schema = schema
    }
}

/// An event that a module may propose.
public struct EventDeclaration: Codable, Hashable, Sendable {
    /// The stored name, in the past tense: `cook.victim_approved`. It never changes.
    public var type: String
    public var version: Int
    /// The JSON Schema of its payload.
    public var schema: JSONValue

    public init(type: String, version: Int = 1, schema: JSONValue) {
        self.type = type
        self.version = version
        self.schema = schema
    }
}

/// A field that a module adds to a case.
public struct FieldDeclaration: Codable, Hashable, Sendable {
    public var name: String
    public var sensitivity: Sensitivity

    public init(name: String, sensitivity: Sensitivity) {
        self.name = name
        self.sensitivity = sensitivity
    }
}

/// How closely a field is kept.
public enum Sensitivity: String, Codable, CaseIterable, Sendable {
    /// Says nothing about a person.
    case open
    /// About a case; for those who work on it.
    case casework
    /// About a person; sealed under that person's key.
    case personal
    /// Substance use treatment under 42 CFR Part 2; needs a consent that names it.
    case treatment
}
