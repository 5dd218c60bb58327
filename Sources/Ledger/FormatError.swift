/// Bytes or text that are not what they should be: which, and how.
public struct FormatError: Error, Hashable, CustomStringConvertible {
    /// What was read: checkpoint, note, proof, tile, entry bundle …
    public let subject: String
    /// The rest of the sentence.
    public let problem: String

    public init(_ subject: String, _ problem: String) {
        self.subject = subject
        self.problem = problem
    }

    public var description: String { "The \(subject) \(problem)." }
}
