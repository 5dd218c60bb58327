/// Where a PostgreSQL server is and how to talk to it.
public struct PostgresConfiguration: Sendable {
    /// Any libpq connection string, a URI or `key=value` pairs; several hosts are tried in order.
    public var connectionString: String
    /// The name shown in `pg_stat_activity`, unless the connection string has one.
    public var applicationName: String
    /// The role to act as from the start of the session, as by `SET ROLE`.
    public var role: String?
    /// How long to try each host; libpq counts in whole seconds and takes two at least.
    public var connectTimeout: Duration
    /// The server cancels a statement that runs longer; nil leaves the server's setting.
    public var statementTimeout: Duration?
    /// How long a statement may go without its answer before the connection is given up; nil waits for ever.
    ///
    /// `statementTimeout` is the server's, and a server that is frozen or cut off keeps no time. What the server did
    /// with the statement is unknown then, as after any loss of a connection.
    public var answerTimeout: Duration?
    /// Server settings for each session, such as `["timezone": "UTC"]`.
    public var settings: [String: String]
    /// Set false behind a PgBouncer older than 1.21 in transaction mode, which mixes named statements up.
    public var preparesStatements = true

    public init(
        _ connectionString: String, applicationName: String = "throughline", role: String? = nil,
        connectTimeout: Duration = .seconds(5), statementTimeout: Duration? = nil, answerTimeout: Duration? = nil,
        settings: [String: String] = [:]
    ) {
        self.connectionString = connectionString
        self.applicationName = applicationName
        self.role = role
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.answerTimeout = answerTimeout
        self.settings = settings
    }
}
