import CLibPQ
import Glibc
import Logging

/// A conversation with the server, lent to a closure on the connection's own thread.
///
/// Every call blocks until the server has answered. Do not keep a session after its closure ends.
public final class PostgresSession {
    let connection: OpaquePointer
    let interruption: Interruption
    let preparesStatements: Bool
    let answerTimeout: Duration?
    var statements = StatementCache()
    var savepoints = 0
    var isListening = false
    /// Set when the conversation is beyond repair although the socket is open.
    var isBroken = false
    let logger: Logger
    private let notices: NoticeLog

    init(opening configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) {
        let connection = try Self.open(configuration)
        do throws(PostgresError) {
            interruption = try Interruption(connection: connection)
        } catch {
            PQfinish(connection)
            throw error
        }
        self.connection = connection
        self.logger = logger
        preparesStatements = configuration.preparesStatements
        answerTimeout = configuration.answerTimeout
        notices = NoticeLog(logger)
        notices.attach(to: connection)
    }

    deinit { PQfinish(connection) }

    private static func open(_ configuration: PostgresConfiguration) throws(PostgresError) -> OpaquePointer {
        let parameters = try configuration.parameters()
        let keywords = parameters.map { strdup($0.keyword) }
        let values = parameters.map { strdup($0.value) }
        defer { for text in keywords + values { free(text) } }
        let connection = (keywords.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { keywords in
            (values.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { values in
                PQconnectdbParams(keywords.baseAddress, values.baseAddress, 1)
            }
        }
        guard let connection else { throw PostgresError(.connectionFailed, message: "out of memory") }
        guard PQstatus(connection) == CONNECTION_OK else {
            let message = PostgresError.trimmed(PQerrorMessage(connection))
            PQfinish(connection)
            throw PostgresError(.connectionFailed, message: message)
        }
        return connection
    }

    /// The server's version as libpq counts it, such as 150018 for 15.18.
    public var serverVersion: Int { Int(PQserverVersion(connection)) }

    /// The id of the server process that serves this session.
    public var processID: Int32 { PQbackendPID(connection) }

    /// True while a transaction is open, failed or not.
    public var isInTransaction: Bool {
        switch PQtransactionStatus(connection) {
        case PQTRANS_INTRANS, PQTRANS_INERROR: true
        default: false
        }
    }

    var isHealthy: Bool { !isBroken && PQstatus(connection) == CONNECTION_OK }

    /// Looks, without waiting, whether the server has hung up.
    func isAlive() -> Bool {
        guard isHealthy else { return false }
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        while poll(&socket, 1, 0) > 0 {
            guard PQconsumeInput(connection) == 1 else { return false }
        }
        _ = PQisBusy(connection)  // reads what has come; a farewell arrives as a notice
        return isHealthy && !notices.hasFarewell
    }

    /// Throws before a statement that could not or should not run.
    func checkReady(_ statement: String) throws(PostgresError) {
        guard isHealthy else {
            throw PostgresError(.connectionLost, message: "the connection is broken", statement: statement)
        }
        guard !interruption.isCancelled || interruption.isShielded else {
            throw PostgresError(.cancelled, message: "the task was cancelled", statement: statement)
        }
    }

    /// Leaves nothing behind for the next run: no transaction and no channel.
    func settle() {
        guard isHealthy else { return }
        interruption.shielded {
            savepoints = 0
            do throws(PostgresError) {
                if isInTransaction {
                    logger.debug("a run left its transaction open; rolling back")
                    try execute(script: "ROLLBACK")
                }
            } catch {
                logger.warning("cannot roll back, so the connection is given up: \(error)")
                isBroken = true
            }
        }
    }
}
