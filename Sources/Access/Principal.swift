public import Foundation

/// Who asks, and by which way in.
public struct Principal: Hashable, Sendable {
    /// The way a request came in.
    public enum Channel: Hashable, Sendable {
        /// A signed-in browser; a form must send `csrf` back.
        case session(csrf: String)
        /// A bearer token, which can do no more than its scopes.
        case token(scopes: Set<TokenScope>)
        /// The server itself: clocks and other process managers.
        case system
        /// Somebody with a shell on the server, who holds the database and the keys already.
        case commandLine

        /// The word that the access log keeps.
        public var name: String {
            switch self {
            case .session: "session"
            case .token: "token"
            case .system: "system"
            case .commandLine: "command-line"
            }
        }
    }

    public var accountID: UUID
    public var displayName: String
    public var email: String
    public var organization: UUID
    public var organizationKind: OrganizationKind
    /// The jurisdictions that this person works in. `network` is never one of them.
    public var jurisdictions: Set<String>
    public var roles: Set<Role>
    /// A BCP 47 tag.
    public var language: String
    public var channel: Channel

    public init(
        accountID: UUID, displayName: String, email: String, organization: UUID, organizationKind: OrganizationKind,
        jurisdictions: Set<String>, roles: Set<Role>, language: String, channel: Channel
    ) {
        self.accountID = accountID
        self.displayName = displayName
        self.email = email
        self.organization = organization
        self.organizationKind = organizationKind
        self.jurisdictions = jurisdictions
        self.roles = roles
        self.language = language
        self.channel = channel
    }

    /// The server acting by itself.
    public static let system = internalPrincipal("System", .system)
    /// A person at the server's command line.
    public static let commandLine = internalPrincipal("Command line", .commandLine)

    private static func internalPrincipal(_ name: String, _ channel: Channel) -> Principal {
        let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        return Principal(
            accountID: nobody, displayName: name, email: "", organization: nobody, organizationKind: .operations,
            jurisdictions: [], roles: [], language: "en", channel: channel)
    }

    /// The token that a form of this session must send back.
    public var csrf: String? {
        if case .session(let csrf) = channel { csrf } else { nil }
    }
}
