public import Access
import EventModel

/// Why a use case did not do what was asked. Each is an answer to the caller; nothing was changed.
public enum Failure: Error, Sendable {
    /// The caller may not do this.
    case denied(Denied)
    /// There is no such thing, or it is not the caller's to see.
    case notFound
    /// The rules of the work refuse it.
    case refused(Refused)
    /// Fields are missing or cannot be read.
    case invalid([InvalidField])
    /// The page or client worked from an older version; `current` is today's.
    case stale(current: Int64)
    /// The caller must say which version it saw.
    case versionRequired
    /// Somebody else changed the same thing at the same time, and again on each retry.
    case conflict
    /// The idempotency key came with other content before.
    case keyReused
    /// The server cannot take more now.
    case busy(retryAfterSeconds: Int)
    /// The database's disk is full.
    case noRoom
    /// The connection to the database broke while it committed; asking again with the same key tells.
    case outcomeUnknown
}

/// A rule's refusal as a stable code, with what a message needs to explain it.
public struct Refused: Error, Sendable, Hashable {
    /// Such as `referral.not-now`; messages in each language are keyed by it.
    public var code: String
    /// The API name of the field it is about.
    public var field: String?
    public var parameters: [String: String]

    public init(_ code: String, field: String? = nil, _ parameters: [String: String] = [:]) {
        self.code = code
        self.field = field
        self.parameters = parameters
    }
}

/// One field of a request that cannot be used.
public struct InvalidField: Sendable, Hashable {
    public enum Problem: String, Sendable { case required, unknownValue = "unknown-value", malformed }

    /// The API name, such as `reviewBy`.
    public var field: String
    public var problem: Problem
    /// What would be accepted.
    public var accepted: [String]

    public init(_ field: String, _ problem: Problem, accepted: [String] = []) {
        self.field = field
        self.problem = problem
        self.accepted = accepted
    }
}
