public import Access
import Crypto
import EventModel
public import Foundation

/// Who asks for a command, how, and what they had seen.
public struct CommandContext: Sendable {
    public var principal: Principal
    /// Names the command, so that a retry gets the first answer.
    public var commandID: UUID
    /// A digest of what was asked.
    public var fingerprint: [UInt8]
    /// The stream version that the caller worked from.
    public var ifVersion: Int64?
    public var correlationID: UUID?
    public var causationID: UUID?
    /// When it happened, where that is not now: imports, and demonstration data.
    public var at: Date?

    public init(
        _ principal: Principal, commandID: UUID, fingerprint: [UInt8] = [], ifVersion: Int64? = nil,
        correlationID: UUID? = nil, causationID: UUID? = nil, at: Date? = nil
    ) {
        self.principal = principal
        self.commandID = commandID
        self.fingerprint = fingerprint
        self.ifVersion = ifVersion
        self.correlationID = correlationID
        self.causationID = causationID
        self.at = at
    }

    /// A context from a client's idempotency key: the same account and key always name the same command.
    public init(_ principal: Principal, key: String, content: some DataProtocol, ifVersion: Int64? = nil) {
        let named = Data("\(principal.accountID.text)/\(key)".utf8)
        self.init(
            principal, commandID: UUID(version8From: SHA256.hash(data: named)),
            fingerprint: Array(SHA256.hash(data: Data(content))), ifVersion: ifVersion)
    }
}

/// What a command did.
public struct Receipt: Sendable, Hashable {
    /// The position of its last event; a read with this as `minPosition` sees its effect.
    public var position: Int64
    /// The version of the stream that it was about, for the next `If-Match`.
    public var version: Int64
    public var id: UUID
    /// True when the same command had been carried out before.
    public var wasRepeat: Bool
}
