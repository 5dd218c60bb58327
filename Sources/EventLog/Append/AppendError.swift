public import Postgres

/// Why an append got no answer from the log.
public struct AppendError: Error, Sendable, CustomStringConvertible {
    /// The kind of an error, open to new kinds without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Base { case queueFull, unavailable, noRoom, outcomeUnknown, rejected, invalid, stopped }
        private let base: Base

        public var description: String { "\(base)" }

        /// Too many requests wait; try again after `retryAfter`. Nothing was sent.
        public static let queueFull = Code(base: .queueFull)
        /// The database could not be reached in time. Nothing was stored.
        public static let unavailable = Code(base: .unavailable)
        /// The database's disk is full. Nothing was stored.
        public static let noRoom = Code(base: .noRoom)
        /// The connection broke and did not come back in time. Send the same command again to learn the outcome.
        public static let outcomeUnknown = Code(base: .outcomeUnknown)
        /// The database refused the request itself; `underlying` tells why. Nothing was stored.
        public static let rejected = Code(base: .rejected)
        /// The request makes no sense, such as one without events.
        public static let invalid = Code(base: .invalid)
        /// The appender is stopped or stopping. Nothing was sent.
        public static let stopped = Code(base: .stopped)
    }

    public let code: Code
    public let message: String
    public let retryAfter: Duration?
    public let underlying: PostgresError?

    init(_ code: Code, _ message: String, retryAfter: Duration? = nil, underlying: PostgresError? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
        self.underlying = underlying
    }

    public var description: String {
        underlying.map { "\(code): \(message) \($0)" } ?? "\(code): \(message)"
    }
}
