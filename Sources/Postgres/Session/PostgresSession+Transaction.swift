import CLibPQ
import Logging

extension PostgresSession {
    /// Runs a closure in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// Inside another transaction it is a savepoint, and its options are those of the outer one. When the connection
    /// breaks during the commit (`isConnectionLoss`), whether it happened is unknown: look before trying again.
    public func transaction<Result>(
        _ options: PostgresTransactionOptions = .init(), _ body: (PostgresSession) throws -> Result
    ) throws -> Result {
        guard !isInTransaction else { return try savepoint(body) }
        do {
            try execute(script: options.begin)
            let result = try body(self)
            try commit()
            return result
        } catch {
            rollBack("ROLLBACK")
            throw error
        }
    }

    private func commit() throws(PostgresError) {
        try checkReady("COMMIT")
        let tag = try rows(answer(PQsendQuery(connection, "COMMIT")), for: "COMMIT").commandTag
        guard tag == "COMMIT" else {
            throw PostgresError(
                .server, message: "a statement failed earlier, so the transaction was rolled back",
                sqlState: .inFailedSqlTransaction, statement: "COMMIT")
        }
    }

    private func savepoint<Result>(_ body: (PostgresSession) throws -> Result) throws -> Result {
        savepoints += 1
        let name = "nested\(savepoints)"
        defer { savepoints -= 1 }
        try execute(script: "SAVEPOINT \(name)")
        do {
            let result = try body(self)
            try execute(script: "RELEASE SAVEPOINT \(name)")
            return result
        } catch {
            rollBack("ROLLBACK TO SAVEPOINT \(name); RELEASE SAVEPOINT \(name)")
            throw error
        }
    }

    /// The error that led here is the one to report, so one of the rollback's own is only logged.
    private func rollBack(_ script: String) {
        guard isHealthy, isInTransaction else { return }
        interruption.shielded {
            do throws(PostgresError) {
                try execute(script: script)
            } catch {
                logger.warning("cannot roll back, so the connection is given up: \(error)")
                isBroken = true
            }
        }
    }
}
