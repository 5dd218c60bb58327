/// How far an import has come, for a progress bar.
public struct ImportProgress: Hashable, Sendable {
    public var rows: Int
    public var recorded: Int
    public var known: Int
    public var rejected: Int
    public var bytes: Int
    /// The size of the file, where it is known.
    public var totalBytes: Int?
}
