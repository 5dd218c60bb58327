import CLibPQ
import Glibc

extension PostgresSession {
    /// Subscribes the connection to a channel, beyond the end of this run.
    ///
    /// Listen on a connection of your own: a pool unsubscribes a connection before it lends it again.
    public func listen(_ channel: String) throws(PostgresError) {
        isListening = true
        try execute(script: "LISTEN \(PostgresQuery.quoted(identifier: channel))")
    }

    /// Ends every subscription and drops what has arrived.
    public func unlisten() throws(PostgresError) {
        try execute(script: "UNLISTEN *")
        while let message = PQnotifies(connection) { PQfreemem(message) }
        isListening = false
    }

    /// Sends a message to all who listen, at the commit when a transaction is open.
    public func notify(_ channel: String, payload: String = "") throws(PostgresError) {
        try query("SELECT pg_notify(\(channel), \(payload))")
    }

    /// Waits for the next message; nil when none came in time.
    public func notification(within time: Duration) throws(PostgresError) -> PostgresNotification? {
        let deadline = ContinuousClock.now + time
        while true {
            try checkReady("LISTEN")
            guard PQconsumeInput(connection) == 1 else { throw PostgresError(connection: connection) }
            if let notification = nextNotification() { return notification }
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else { return nil }
            waitForInput(remaining)
        }
    }

    private func nextNotification() -> PostgresNotification? {
        guard let message = PQnotifies(connection) else { return nil }
        defer { PQfreemem(message) }
        return PostgresNotification(
            channel: message.pointee.relname.map { String(cString: $0) } ?? "",
            payload: message.pointee.extra.map { String(cString: $0) } ?? "",
            processID: message.pointee.be_pid)
    }

    /// Returns when the server has sent something, the task is cancelled or the time is over.
    private func waitForInput(_ time: Duration) {
        let events = Int16(POLLIN)
        var waits = [
            pollfd(fd: PQsocket(connection), events: events, revents: 0),
            pollfd(fd: interruption.pipe.readEnd, events: events, revents: 0),
        ]
        _ = poll(&waits, nfds_t(waits.count), Int32(clamping: time.milliseconds))
    }
}
