/// A schema that asks for more than this host can check.
public enum SchemaError: Error, Hashable, Sendable {
    /// A keyword that is not in our part of JSON Schema. Ignoring it would let through what its author meant to stop.
    case unsupportedKeyword(String, at: String)
    /// A keyword has a value that it cannot have.
    case wrongValue(of: String, at: String)
    /// A schema must be a JSON object.
    case notAnObject(at: String)
    /// Schemas within schemas, too many.
    case tooDeep(at: String)
}

extension SchemaError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsupportedKeyword(let keyword, let place): "\"\(keyword)\" at \(place) is not a keyword that we check"
        case .wrongValue(let keyword, let place): "\"\(keyword)\" at \(place) has a value that it cannot have"
        case .notAnObject(let place): "the schema at \(place) is not a JSON object"
        case .tooDeep(let place): "the schema at \(place) is nested too deeply"
        }
    }
}
