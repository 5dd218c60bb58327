/// The first thing in a history that is not as it was published.
public struct Finding: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where in the log; `nil` when it is about all of it.
    public var position: Int64?
    /// A sentence about what does not match.
    public var problem: String

    init(_ position: Int64?, _ problem: String) {
        self.position = position
        self.problem = problem
    }

    public var description: String { position.map { "Position \($0): \(problem)" } ?? problem }
}

/// What computing a log again showed.
public struct VerificationReport: Sendable {
    public var jurisdiction: String
    public var origin: String
    public var verifierKey: String
    /// How many events were read.
    public var events: Int64
    /// How many of them are in the last checkpoint that holds.
    public var verifiedEvents: Int64
    /// The size of the last checkpoint that holds; 0 when none does.
    public var size: UInt64
    /// Its root, in hexadecimal digits.
    public var root: String?
    public var checkpoints: Int
    public var finding: Finding?

    /// Whether the log ends before something that was published of it: an older one was restored, or its end cut off.
    public var isTooShort: Bool { finding?.position == events }
}
