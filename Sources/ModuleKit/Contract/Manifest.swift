/// What a module is, what it may be asked, what it may propose and what it must be given.
public struct Manifest: Codable, Hashable, Sendable {
    /// The version of the frames and their JSON that this build speaks.
    public static let currentProtocol = 1

    /// The workflow document's id, such as `us-il-cook.diversion`.
    public var id: String
    /// The module's own version, such as `1.4.0`.
    public var version: String
    public var protocolVersion: Int
    /// The jurisdictions that it has rules for.
    public var jurisdictions: [String]
    public var commands: [CommandDeclaration]
    /// Every event that it may propose; any other is refused.
    public var events: [EventDeclaration]
    /// The fields that it adds to a case, each with its sensitivity.
    public var fields: [FieldDeclaration]
    /// The names of the facts that it needs; it is given no other.
    public var inputs: [String]

    public init(
        id: String, version: String, jurisdictions: [String], commands: [CommandDeclaration] = [],
        events: [EventDeclaration] = [], fields: [FieldDeclaration] = [], inputs: [String] = []
    ) {
        self.id = id
        self.version = version
        protocolVersion = Manifest.currentProtocol
        self.jurisdictions = jurisdictions
        self.commands = commands
        self.events = events
        self.fields = fields
        self.inputs = inputs
    }
}
