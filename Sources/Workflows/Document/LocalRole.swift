/// Whoever takes a step or is told of something, by the county's own name.
public struct LocalRole: Sendable, Hashable {
    /// What the person is to the server, which decides what they may do.
    public enum Kind: String, Sendable, CaseIterable { case prosecutor, supervisor, partner }

    public var id: String
    public var text: Words
    public var kind: Kind
}

/// Why a step was taken, chosen from a list.
public struct Reason: Sendable, Hashable {
    public var id: String
    public var text: Words
}

/// Words that the product shows to a role. They say nothing about a person.
public struct Notice: Sendable, Hashable {
    public var id: String
    /// The id of the role that is told.
    public var to: String
    public var text: Words
}
