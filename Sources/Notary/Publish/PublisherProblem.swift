public import Foundation

/// Why the publisher of a log has stopped.
public struct PublisherProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word for programs.
    public enum Code: String, Sendable {
        /// The database has fewer events than were published.
        case behind
        /// The database has other events than were published.
        case differs
        /// What was published cannot be read.
        case unreadable
        /// The key file is not the one whose key signed before.
        case key
    }

    public var code: Code
    public var finding: String
    public var since: Date

    public init(_ code: Code, _ finding: String, since: Date = Date()) {
        self.code = code
        self.finding = finding
        self.since = since
    }

    public var description: String { finding }
}
