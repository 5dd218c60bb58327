import CLibPQ

extension PostgresSession {
    /// Sends many statements at once and gives their answers in order.
    ///
    /// Outside a transaction they are one of their own: all happen or none does. The first error is thrown.
    public func pipeline(_ queries: [PostgresQuery]) throws(PostgresError) -> [PostgresRows] {
        guard let first = queries.first else { return [] }
        try checkReady(first.sql)
        let mayRetry = !isInTransaction
        do throws(PostgresError) {
            return try pipelineOnce(queries)
        } catch where preparesStatements && error.isStaleStatement {
            if let query = queries.first(where: { $0.sql == error.statement }) { forgetStatement(query, after: error) }
            guard mayRetry else { throw error }
            return try pipelineOnce(queries)
        }
    }

    private func pipelineOnce(_ queries: [PostgresQuery]) throws(PostgresError) -> [PostgresRows] {
        guard PQenterPipelineMode(connection) == 1 else { throw PostgresError(connection: connection) }
        var batch = PipelineBatch()
        var failure: PostgresError?
        do throws(PostgresError) {
            for query in queries { try send(query, in: &batch) }
        } catch {
            failure = error
        }
        if PQpipelineSync(connection) == 1 {
            let (rows, received) = receive(batch)
            failure = failure ?? received
            batch.rows = rows
        } else {
            failure = failure ?? PostgresError(connection: connection)
        }
        _ = PQexitPipelineMode(connection)
        for (key, name) in batch.prepared { statements.insert(key, name: name) }
        if let failure { throw explained(failure) }
        try evictStatements()
        return batch.rows
    }

    private func send(_ query: PostgresQuery, in batch: inout PipelineBatch) throws(PostgresError) {
        let sent: Int32 = query.withArguments { arguments in
            guard preparesStatements else {
                return PQsendQueryParams(
                    connection, query.sql, arguments.count, arguments.types, arguments.values, arguments.lengths,
                    arguments.formats, 1)
            }
            let key = query.statementKey
            let name: String
            if let known = statements.name(for: key) ?? batch.preparing[key] {
                name = known
            } else {
                name = statements.newName()
                batch.preparing[key] = name
                guard PQsendPrepare(connection, name, query.sql, arguments.count, arguments.types) == 1 else { return 0 }
                batch.steps.append(.prepare(key, name))
            }
            return PQsendQueryPrepared(
                connection, name, arguments.count, arguments.values, arguments.lengths, arguments.formats, 1)
        }
        guard sent == 1 else { throw PostgresError(connection: connection, statement: query.sql) }
        batch.steps.append(.query(query.sql))
    }

    private func receive(_ batch: borrowing PipelineBatch) -> ([PostgresRows], PostgresError?) {
        var answers: [PostgresRows] = []
        var failure: PostgresError?
        return (answers, failure)
    }
}
