/// A manifest that this host cannot accept.
public enum ManifestError: Error, Hashable, Sendable {
    /// The module speaks another version of the frames.
    case protocolVersion(Int)
    /// The id is not made of lower-case words, digits and hyphens, with dots between words.
    case id(String)
    /// The version is empty or has characters that do not belong into one.
    case version(String)
    /// It has rules for nobody.
    case noJurisdictions
    /// A name is not of the form `word.words_and_more`.
    case name(String)
    /// Two declarations have the same name.
    case declaredTwice(String)
    /// The first word of the name belongs to the core: a module's events must not pass for ours.
    case reserved(String)
    /// The schema of a command or event cannot be checked.
    case schema(of: String, SchemaError)
    /// A worker gave another manifest than the first one did.
    case changed
}

extension ManifestError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .protocolVersion(let version): "it speaks version \(version) of the protocol, and we speak 1"
        case .id(let id): "\"\(id)\" is no module id: it reads like us-il-cook.diversion"
        case .version(let version): "\"\(version)\" is no version: letters, digits, dots and hyphens"
        case .noJurisdictions: "it names no jurisdiction"
        case .name(let name): "\"\(name)\" is no name: it reads like county.thing_happened"
        case .declaredTwice(let name): "it declares \"\(name)\" twice"
        case .reserved(let name): "\"\(name)\" begins with a word that belongs to the core"
        case .schema(let name, let error): "the schema of \"\(name)\" cannot be checked: \(error)"
        case .changed: "a second worker gave another manifest"
        }
    }
}
