/// Why something was not begun at all, which is something else than a history that does not hold.
public struct NotaryError: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
