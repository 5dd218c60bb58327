public import EventModel

/// The part of JSON Schema that a manifest may use, ready to check payloads.
///
/// `type`, `properties`, `required`, `additionalProperties: false`, `items`, `enum`, `const`, `minLength`, `maxLength`,
/// `minimum` and `maximum`; `title` and `description` are read over. Any other keyword is refused by name. There is no
/// `pattern`: a regular expression of a stranger's can take for ever. Numbers are integers, as in every stored event.
public struct PayloadSchema: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable { case object, array, string, integer, boolean, null }
    indirect enum Items: Hashable, Sendable {
        case any
        case each(PayloadSchema)
    }

    static let depthLimit = 32

    var kinds: Set<Kind>?
    var properties: [String: PayloadSchema] = [:]
    var required: [String] = []
    var refusesOthers = false
    var items = Items.any
    var choices: [JSONValue]?
    var length = 0...Int.max
    var range = Int64.min...Int64.max

    /// Reads a schema; throws when it uses what this host cannot check.
    public init(_ document: JSONValue) throws(SchemaError) { try self.init(document, at: "", depth: 0) }

    /// Checks a value and throws the first violation.
    public func check(_ value: JSONValue) throws(SchemaViolation) { try check(value, at: "") }
}
