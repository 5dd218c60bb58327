public import EventModel

/// Any projection, for lists of them.
public struct AnyProjection: Sendable, CustomStringConvertible {
    public let name: String
    public let version: Int
    public let types: Set<String>
    let makeFold: @Sendable (_ startsEmpty: Bool) -> any RowFold

    public init<P: Projection>(_ projection: P.Type) {
        precondition(
            P.name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 },
            "A projection's name is a table's: lower case, digits and underscores.")
        name = P.name
        version = P.version
        types = P.types
        makeFold = { ProjectionFold<P>(startsEmpty: $0) }
    }

    /// The read model's table; each version has its own.
    public var table: String { "\(name)_v\(version)" }

    public var description: String { "\(name) version \(version)" }
}
