/// How a transaction sees others, and how it is made durable.
public struct PostgresTransactionOptions: Hashable, Sendable {
    public enum Isolation: String, Hashable, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    public var isolation: Isolation
    public var readOnly: Bool
    /// False lets the commit return before its log is flushed: a crash may lose it, never tear it.
    public var synchronousCommit: Bool

    public init(isolation: Isolation = .readCommitted, readOnly: Bool = false, synchronousCommit: Bool = true) {
        self.isolation = isolation
        self.readOnly = readOnly
        self.synchronousCommit = synchronousCommit
    }

    var begin: String {
        var script = "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : " READ WRITE")"
        if !synchronousCommit { script += "; SET LOCAL synchronous_commit = off" }
        return script
    }
}
