extension PostgresConfiguration {
    /// The connection string as libpq's environment variables, for PostgreSQL's own programs.
    ///
    /// So nothing of it, the password least of all, need stand on a command line, which every user of a machine can
    /// read. A keyword that has no variable is left out.
    public func environment() throws(PostgresError) -> [String: String] {
        var environment: [String: String] = [:]
        for option in try parsed() {
            if let variable = option.variable { environment[variable] = option.value }
        }
        return environment
    }
}
