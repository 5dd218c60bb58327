/// A value that breaks its schema: where, and which keyword. Never the value itself, which may be about a person.
public struct SchemaViolation: Error, Hashable, Sendable {
    /// A JSON pointer: `/charges/0/statute`; empty for the whole value.
    public let place: String
    /// The keyword that says no.
    public let keyword: String
}

extension SchemaViolation: CustomStringConvertible {
    public var description: String { "\(place.isEmpty ? "the payload" : place) breaks \"\(keyword)\"" }
}
