import CLibPQ

extension PostgresSession {
    /// Runs one statement and gives its whole answer.
    ///
    /// The statement is prepared at its first use and kept for the next. When the server has dropped it (`DISCARD ALL`)
    /// or a table behind it has changed, it is prepared anew and tried once more, unless a transaction is open: the
    /// failed try has ended that one.
    @discardableResult
    public func query(_ query: PostgresQuery) throws(PostgresError) -> PostgresRows {
        try checkReady(query.sql)
        guard preparesStatements else { return try executeOnce(query) }
        let mayRetry = !isInTransaction
        do throws(PostgresError) {
            return try executePrepared(query)
        } catch  where error.isStaleStatement {
            forgetStatement(query, after: error)
            guard mayRetry else { throw error }
            return try executePrepared(query)
        }
    }

    /// Runs several statements, separated by semicolons, as one transaction; answers are dropped.
    public func execute(script: String) throws(PostgresError) {
        try checkReady(script)
        _ = try rows(answer(PQsendQuery(connection, script)), for: script)
    }

    func forgetStatement(_ query: PostgresQuery, after error: PostgresError) {
        if error.sqlState == .invalidSqlStatementName {
            statements.removeAll()  // whoever dropped one most likely dropped them all
        } else if let name = statements.name(for: query.statementKey) {
            statements.remove(query.statementKey)
            // Refused in a failed transaction, which does no harm: names are not used twice.
            PQclear(answer(PQsendQuery(connection, "DEALLOCATE \(name)")))
        }
    }

    private func executePrepared(_ query: PostgresQuery) throws(PostgresError) -> PostgresRows {
        let name = try preparedName(for: query)
        let result = query.withArguments { arguments in
            answer(
                PQsendQueryPrepared(
                    connection, name, arguments.count, arguments.values, arguments.lengths, arguments.formats, 1))
        }
        return try rows(result, for: query.sql)
    }

    private func executeOnce(_ query: PostgresQuery) throws(PostgresError) -> PostgresRows {
        let result = query.withArguments { arguments in
            answer(
                PQsendQueryParams(
                    connection, query.sql, arguments.count, arguments.types, arguments.values, arguments.lengths,
                    arguments.formats, 1))
        }
        return try rows(result, for: query.sql)
    }

    private func preparedName(for query: PostgresQuery) throws(PostgresError) -> String {
        let key = query.statementKey
        if let name = statements.name(for: key) { return name }
        let name = statements.newName()
        let result = query.withArguments { arguments in
            answer(PQsendPrepare(connection, name, query.sql, arguments.count, arguments.types))
        }
        _ = try rows(result, for: query.sql)
        statements.insert(key, name: name)
        try evictStatements()
        return name
    }

    func evictStatements() throws(PostgresError) {
        guard PQtransactionStatus(connection) != PQTRANS_INERROR else { return }
        let names = statements.evict()
        guard !names.isEmpty else { return }
        let script = names.map { "DEALLOCATE \($0)" }.joined(separator: ";")
        do throws(PostgresError) {
            _ = try rows(answer(PQsendQuery(connection, script)), for: script)
        } catch  where error.sqlState == .invalidSqlStatementName {
            statements.removeAll()
            throw error
        }
    }
}
