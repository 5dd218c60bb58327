/// A message of another session's `NOTIFY`.
public struct PostgresNotification: Hashable, Sendable {
    public let channel: String
    public let payload: String
    /// The server process of the session that sent it.
    public let processID: Int32
}
