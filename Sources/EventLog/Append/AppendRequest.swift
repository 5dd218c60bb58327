public import EventModel
public import Foundation

/// Everything that one command writes: all of it is stored, or none.
public struct AppendRequest: Sendable, Hashable {
    public var jurisdiction: String
    /// Names the command. A second request under the same name writes nothing and gets the first one's answer.
    public var commandID: UUID
    /// A digest of what was asked, given back with `alreadyDone`, so that a reused id can be told from a retry.
    public var fingerprint: [UInt8]
    public var actor: UUID?
    public var organization: UUID?
    public var correlationID: UUID
    public var causationID: UUID?
    /// The module and policy version that decided, where one did.
    public var module: String?
    public var policyVersion: String?
    /// What must be true of streams, written or not. A stream that is not named here may be at any version.
    public var expecting: [StreamID: ExpectedVersion]
    public var events: [EventToAppend]

    /// - Parameter correlationID: the command's own id unless given.
    public init(
        jurisdiction: String, commandID: UUID, fingerprint: [UInt8] = [], actor: UUID? = nil,
        organization: UUID? = nil, correlationID: UUID? = nil, causationID: UUID? = nil, module: String? = nil,
        policyVersion: String? = nil, expecting: [StreamID: ExpectedVersion] = [:], events: [EventToAppend]
    ) {
        self.jurisdiction = jurisdiction
        self.commandID = commandID
        self.fingerprint = fingerprint
        self.actor = actor
        self.organization = organization
        self.correlationID = correlationID ?? commandID
        self.causationID = causationID
        self.module = module
        self.policyVersion = policyVersion
        self.expecting = expecting
        self.events = events
    }
}
