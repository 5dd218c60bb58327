public import Foundation

/// What an action is about, as far as permission depends on it.
public struct Resource: Hashable, Sendable {
    /// The jurisdiction whose log holds it; `network` for what belongs to none.
    public var jurisdiction: String
    /// The organization that refers. For a list or a new record: whose, when one organization is asked for.
    public var referringOrganization: UUID?
    /// The organization that the referral was offered to; `nil` while it is a draft, so that no partner sees it.
    public var partnerOrganization: UUID?
    /// The organization that runs the program.
    public var programOrganization: UUID?
    /// The account that wrote the record, or that owns the token.
    public var author: UUID?
    /// The organization that an account belongs to.
    public var accountOrganization: UUID?

    public init(
        jurisdiction: String, referringOrganization: UUID? = nil, partnerOrganization: UUID? = nil,
        programOrganization: UUID? = nil, author: UUID? = nil, accountOrganization: UUID? = nil
    ) {
        self.jurisdiction = jurisdiction
        self.referringOrganization = referringOrganization
        self.partnerOrganization = partnerOrganization
        self.programOrganization = programOrganization
        self.author = author
        self.accountOrganization = accountOrganization
    }
}
