import CLibPQ
import Glibc

extension PostgresSession {
    /// Takes over a result: rows, or the error it carries.
    func rows(_ result: OpaquePointer?, for statement: String) throws(PostgresError) -> PostgresRows {
        guard let result else {
            guard !isBroken else {
                throw PostgresError(
                    .connectionLost, message: "the server gave no answer in time", statement: statement)
            }
            throw explained(PostgresError(connection: connection, statement: statement))
        }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return PostgresRows(ResultBox(result))
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            abandonCopy("a COPY must go through copyIn or copyOut")
            throw PostgresError(.usage, message: "use copyIn or copyOut for COPY", statement: statement)
        default:
            defer { PQclear(result) }
            throw explained(PostgresError(result: result, connection: connection, statement: statement))
        }
    }

    /// Waits for the answer to a command that was sent: its last result, or the first error, or the start of a COPY.
    ///
    /// `PQexec` would give the last error, which after the server's farewell is only that it hung up.
    func answer(_ isSent: Int32) -> OpaquePointer? {
        guard isSent == 1 else { return nil }
        var answer: OpaquePointer?
        while awaitsAnswer(), let result = PQgetResult(connection) {
            if let earlier = answer, PQresultStatus(earlier) == PGRES_FATAL_ERROR {
                PQclear(result)
                continue
            }
            PQclear(answer)
            answer = result
            switch PQresultStatus(result) {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return answer
            default: break
            }
        }
        return answer
    }

    /// Waits until libpq has the next result; false, and the connection is given up, when it does not come in time.
    private func awaitsAnswer() -> Bool {
        guard let answerTimeout else { return true }
        let deadline = ContinuousClock.now + answerTimeout
        while PQisBusy(connection) == 1 {
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else {
                isBroken = true
                return false
            }
            var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
            _ = poll(&socket, 1, Int32(clamping: remaining.milliseconds))
            guard PQconsumeInput(connection) == 1 else { return true }  // broken: PQgetResult says how
        }
        return true
    }

    /// The error as the caller should see it: a statement that our cancellation stopped was cancelled.
    func explained(_ error: PostgresError) -> PostgresError {
        guard error.sqlState == .queryCanceled, interruption.isCancelled else { return error }
        return error.recoded(.cancelled)
    }

    /// Leaves a COPY of either direction and drops what is left of it.
    func abandonCopy(_ reason: String) {
        while let result = PQgetResult(connection) {
            let status = PQresultStatus(result)
            PQclear(result)
            switch status {
            case PGRES_COPY_IN:
                guard PQputCopyEnd(connection, reason) == 1 else { return }
            case PGRES_COPY_OUT:
                drainCopyOut()
            case PGRES_COPY_BOTH:
                isBroken = true
                return
            default:
                break
            }
        }
    }

    /// Reads a COPY to its end without looking at it.
    func drainCopyOut() {
        var chunk: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(connection, &chunk, 0) > 0 {
            PQfreemem(chunk)
            chunk = nil
        }
    }

    /// Takes the results that end a command, and throws the first error among them.
    func finishCommand(_ statement: String) throws(PostgresError) -> PostgresRows? {
        var last: PostgresRows?
        var failure: PostgresError?
        while let result = PQgetResult(connection) {
            do throws(PostgresError) {
                last = try rows(result, for: statement)
            } catch {
                failure = failure ?? error
                if error.isConnectionLoss { break }
            }
        }
        if let failure { throw failure }
        return last
    }
}
