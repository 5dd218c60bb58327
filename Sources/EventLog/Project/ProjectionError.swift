/// Why a projection cannot be run, rebuilt or checked.
public struct ProjectionError: Error, Sendable, CustomStringConvertible {
    /// The kind of an error, open to new kinds without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        private enum Base { case unknown, noTable }
        private let base: Base

        /// No projection has that name.
        public static let unknown = Code(base: .unknown)
        /// The read model's table is missing or of another shape.
        public static let noTable = Code(base: .noTable)
    }

    public let code: Code
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// One projection failed at events that others may take.
struct ProjectionFailure: Error {
    let projection: AnyProjection
    let events: Int
    /// The first event of the batch.
    let position: Int64
    let underlying: any Error
}
