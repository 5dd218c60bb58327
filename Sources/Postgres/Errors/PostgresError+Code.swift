extension PostgresError {
    /// The kind of an error, open to new kinds without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Base {
            case server, connectionLost, connectionFailed, timeout, cancelled, poolTimeout, poolClosed, decoding, usage
        }

        private let base: Base

        public var description: String { "\(base)" }

        /// The server refused the statement; `sqlState` tells why.
        public static let server = Code(base: .server)
        /// An open connection broke. A commit that was under way may or may not have happened.
        public static let connectionLost = Code(base: .connectionLost)
        /// No connection could be made.
        public static let connectionFailed = Code(base: .connectionFailed)
        /// The statement time-out passed.
        public static let timeout = Code(base: .timeout)
        /// The task was cancelled, or somebody cancelled the statement on the server.
        public static let cancelled = Code(base: .cancelled)
        /// Every connection stayed lent out for the pool's acquire time-out.
        public static let poolTimeout = Code(base: .poolTimeout)
        /// The pool is closed, or is closing.
        public static let poolClosed = Code(base: .poolClosed)
        /// A value is not of the type that was asked for.
        public static let decoding = Code(base: .decoding)
        /// The call makes no sense, such as a statement on a closed connection.
        public static let usage = Code(base: .usage)
    }
}
