public import Postgres

/// Why the schema cannot be brought up to date.
public struct MigrationError: Error, Sendable, CustomStringConvertible {
    /// The kind of an error, open to new kinds without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        private enum Base { case changed, missing, outOfOrder, duplicate, failed, unreadable }
        private let base: Base

        /// A file is not what was applied.
        public static let changed = Code(base: .changed)
        /// The database has a step that this build does not know.
        public static let missing = Code(base: .missing)
        /// A step was added below one that is applied already.
        public static let outOfOrder = Code(base: .outOfOrder)
        /// Two files have one number.
        public static let duplicate = Code(base: .duplicate)
        /// A statement of a step failed; the step was rolled back.
        public static let failed = Code(base: .failed)
        /// The files cannot be read.
        public static let unreadable = Code(base: .unreadable)
    }

    public let code: Code
    public let message: String
    public let underlying: PostgresError?

    public init(_ code: Code, _ message: String, underlying: PostgresError? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    public var description: String { underlying.map { "\(message) \($0)" } ?? message }
}
