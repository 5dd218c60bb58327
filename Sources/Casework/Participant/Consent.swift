public import EventModel
public import Foundation

/// What a person agreed may be shared, with whom, and until when.
///
/// A consent under 42 CFR Part 2 may be made revocable only once a disposition is final (section 2.35); a plain one
/// is revocable at any time. Revoking stops future disclosure only: what was shared stays shared.
public struct Consent: Hashable, Sendable {
    public var id: UUID
    public var scope: [Referral.SharedField]
    /// The organizations that may see it.
    public var recipients: [UUID]
    public var signedOn: Day
    public var expiresOn: Day?
    public var revocability: Revocability
    public var isRevoked = false

    public enum Method: String, Codable, Sendable, CaseIterable {
        case inPerson = "in-person"
        case phoneWithWitness = "phone-with-witness"
        case electronic
    }

    public enum Revocability: String, Codable, Sendable, CaseIterable {
        case anytime
        case onDisposition = "on-disposition"
    }

    public init(
        id: UUID, scope: [Referral.SharedField], recipients: [UUID], signedOn: Day, expiresOn: Day? = nil,
        revocability: Revocability = .anytime, isRevoked: Bool = false
    ) {
        self.id = id
        self.scope = scope
        self.recipients = recipients
        self.signedOn = signedOn
        self.expiresOn = expiresOn
        self.revocability = revocability
        self.isRevoked = isRevoked
    }
}
