/// Why the private cluster could not be started, attached to or stopped; the message says what to do.
public struct EmbeddedPostgresError: Error, Sendable, CustomStringConvertible {
    /// The kind of an error, open to new kinds without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Base { case notInstalled, wrongVersion, directory, account, start, stop, cancelled }

        private let base: Base

        public var description: String { "\(base)" }

        /// No PostgreSQL of a version that we can use is installed.
        public static let notInstalled = Code(base: .notInstalled)
        /// The cluster was made by another major version of PostgreSQL.
        public static let wrongVersion = Code(base: .wrongVersion)
        /// The data directory cannot be made, reached or written.
        public static let directory = Code(base: .directory)
        /// There is no unprivileged user to run PostgreSQL as.
        public static let account = Code(base: .account)
        /// PostgreSQL did not start, or does not answer.
        public static let start = Code(base: .start)
        /// PostgreSQL did not stop.
        public static let stop = Code(base: .stop)
        /// The task was cancelled.
        public static let cancelled = Code(base: .cancelled)
    }

    public let code: Code
    public let message: String
    /// What PostgreSQL's own tool said, if it ran.
    public let output: String?

    init(_ code: Code, _ message: String, output: String? = nil) {
        self.code = code
        self.message = message
        self.output = output
    }

    public var description: String {
        guard let output, !output.isEmpty else { return message }
        return "\(message)\n\(output)"
    }
}
