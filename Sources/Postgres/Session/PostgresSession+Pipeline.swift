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
        } catch  where preparesStatements && error.isStaleStatement {
            if let query = queries.first(where: { $0.sql == error.statement }) { forgetStatement(query, after: error) }
            guard mayRetry else { throw error }
            return try pipelineOnce(queries)
        }
    }

    private func pipelineOnce(_ queries: [PostgresQuery]) throws(PostgresError) -> [PostgresRows] {
        guard PQenterPipelineMode(connection) == 1 else { throw PostgresError(connection: connection) }
        var sent: [PipelineStep] = []
        var outcome = PipelineOutcome()
        do throws(PostgresError) {
            for query in queries { try send(query, after: &sent) }
        } catch {
            outcome.failure = error
        }
        if PQpipelineSync(connection) == 1 {
            receive(sent, into: &outcome)
        } else {
            outcome.failure = outcome.failure ?? PostgresError(connection: connection)
        }
        isBroken = PQexitPipelineMode(connection) != 1 || isBroken
        if let failure = outcome.failure { throw explained(failure) }
        try evictStatements()
        return outcome.rows
    }

    private func send(_ query: PostgresQuery, after sent: inout [PipelineStep]) throws(PostgresError) {
        let isSent: Bool = query.withArguments { arguments in
            guard preparesStatements else {
                return PQsendQueryParams(
                    connection, query.sql, arguments.count, arguments.types, arguments.values, arguments.lengths,
                    arguments.formats, 1) == 1
            }
            let key = query.statementKey
            var name = statements.name(for: key) ?? ""
            if name.isEmpty {
                name = statements.newName()
                guard PQsendPrepare(connection, name, query.sql, arguments.count, arguments.types) == 1 else {
                    return false
                }
                // Known at once, so that the same text later in the batch uses it; forgotten again if it fails.
                statements.insert(key, name: name)
                sent.append(.prepare(key, sql: query.sql))
            }
            return PQsendQueryPrepared(
                connection, name, arguments.count, arguments.values, arguments.lengths, arguments.formats, 1) == 1
        }
        guard isSent else { throw PostgresError(connection: connection, statement: query.sql) }
        sent.append(.query(sql: query.sql))
    }

    /// libpq answers each step with its results and a NULL, and the whole with one sync.
    private func receive(_ sent: [PipelineStep], into outcome: inout PipelineOutcome) {
        for step in sent {
            var isDone = false
            while let result = PQgetResult(connection) {
                isDone = take(result, of: step, into: &outcome) || isDone
                guard isHealthy else { return }
            }
            if !isDone, case .prepare(let key, _) = step { statements.remove(key) }
        }
        while isHealthy {
            guard let result = PQgetResult(connection) else { continue }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC: return
            case PGRES_FATAL_ERROR:  // a deferred constraint speaks up at the commit
                let error = PostgresError(result: result, connection: connection, statement: nil)
                outcome.failure = outcome.failure ?? error
            default: break
            }
        }
        outcome.failure = outcome.failure ?? PostgresError(connection: connection)
    }

    /// Takes one result and tells whether its step succeeded.
    private func take(_ result: OpaquePointer, of step: PipelineStep, into outcome: inout PipelineOutcome) -> Bool {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            let rows = PostgresRows(ResultBox(result))
            if case .query = step { outcome.rows.append(rows) }
            return true
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(result)
            isBroken = true  // libpq has no way back from a COPY in a pipeline
            let error = PostgresError(.usage, message: "a pipeline cannot COPY", statement: step.sql)
            outcome.failure = outcome.failure ?? error
        default:
            let error = PostgresError(result: result, connection: connection, statement: step.sql)
            outcome.failure = outcome.failure ?? error
            PQclear(result)
        }
        return false
    }
}

/// What was sent, in order.
private enum PipelineStep {
    case prepare(StatementCache.Key, sql: String)
    case query(sql: String)

    var sql: String {
        switch self {
        case .prepare(_, let sql), .query(let sql): sql
        }
    }
}

/// What came back.
private struct PipelineOutcome {
    var rows: [PostgresRows] = []
    var failure: PostgresError?
}
