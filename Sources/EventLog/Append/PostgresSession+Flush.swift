import Postgres

extension PostgresSession {
    /// Waits until everything that was committed before is durable, on a synchronous standby too.
    ///
    /// Calls of the appender commit unflushed and flush afterwards; whoever tells a caller of what another connection
    /// has committed flushes first.
    func flushLog() throws(PostgresError) {
        try query("select pg_logical_emit_message(true, 'throughline', '')")
    }
}
