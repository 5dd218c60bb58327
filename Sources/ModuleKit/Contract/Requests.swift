/// Asks which criteria a case meets.
public struct ScreenRequest: Codable, Hashable, Sendable {
    public var jurisdiction: String
    /// The date whose rules count.
    public var on: Day
    /// The facts, by name; a fact that nobody knows yet is missing.
    public var inputs: JSONObject

    public init(jurisdiction: String, on: Day, inputs: JSONObject) {
        self.jurisdiction = jurisdiction
        self.on = on
        self.inputs = inputs
    }
}

/// Asks which events answer a command.
public struct DecideRequest: Codable, Hashable, Sendable {
    public var jurisdiction: String
    /// The date on which the command is given.
    public var on: Day
    public var command: String
    public var payload: JSONObject
    /// What the case's history leads to, as the module's own events tell it.
    public var state: JSONObject
    public var inputs: JSONObject

    public init(
        jurisdiction: String, on: Day, command: String, payload: JSONObject = [:], state: JSONObject = [:],
        inputs: JSONObject = [:]
    ) {
        self.jurisdiction = jurisdiction
        self.on = on
        self.command = command
        self.payload = payload
        self.state = state
        self.inputs = inputs
    }
}

/// An event that has happened.
public struct PastEvent: Codable, Hashable, Sendable {
    public var type: String
    public var version: Int
    /// The case or referral whose history it is part of.
    public var stream: String
    /// RFC 3339, as `Timestamp` writes it.
    public var occurredAt: String
    public var payload: JSONObject

    public init(type: String, version: Int = 1, stream: String, occurredAt: String, payload: JSONObject) {
        self.type = type
        self.version = version
        self.stream = stream
        self.occurredAt = occurredAt
        self.payload = payload
    }
}

/// Tells of an event and asks what should follow.
public struct ReactRequest: Codable, Hashable, Sendable {
    public var jurisdiction: String
    public var event: PastEvent
    public var state: JSONObject
    public var inputs: JSONObject

    public init(jurisdiction: String, event: PastEvent, state: JSONObject = [:], inputs: JSONObject = [:]) {
        self.jurisdiction = jurisdiction
        self.event = event
        self.state = state
        self.inputs = inputs
    }
}

/// Tells of an event and asks for rows of the module's own read model.
public struct ProjectRequest: Codable, Hashable, Sendable {
    public var jurisdiction: String
    public var event: PastEvent

    public init(jurisdiction: String, event: PastEvent) {
        self.jurisdiction = jurisdiction
        self.event = event
    }
}
