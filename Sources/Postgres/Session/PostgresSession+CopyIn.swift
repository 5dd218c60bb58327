import CLibPQ

extension PostgresSession {
    /// Sends rows with `COPY … FROM STDIN (FORMAT binary)` and tells how many the server took.
    ///
    /// An error that the closure throws ends the copy and is thrown on; no row of it stays.
    @discardableResult
    public func copyIn(_ sql: String, _ produce: (inout PostgresCopyWriter) throws -> Void) throws -> Int {
        try beginCopy(sql, expecting: PGRES_COPY_IN)
        var writer = PostgresCopyWriter(connection: connection)
        do {
            try produce(&writer)
            try checkReady(sql)
            try writer.finish()
        } catch {
            abandonCopy("the client ended the copy")
            throw error
        }
        guard PQputCopyEnd(connection, nil) == 1 else {
            throw PostgresError(connection: connection, statement: sql)
        }
        return try finishCommand(sql)?.affectedRows ?? 0
    }

    func beginCopy(_ sql: String, expecting status: ExecStatusType, binary: Bool = true) throws(PostgresError) {
        try checkReady(sql)
        guard let result = answer(PQsendQuery(connection, sql)) else {
            throw PostgresError(connection: connection, statement: sql)
        }
        switch PQresultStatus(result) {
        case status:
            let isBinary = PQbinaryTuples(result) == 1
            PQclear(result)
            guard status == PGRES_COPY_OUT || isBinary == binary else {
                abandonCopy("the copy is of the other format")
                throw PostgresError(
                    .usage,
                    message: binary
                        ? "copyIn sends binary rows: add (FORMAT binary)" : "copyIn(text:) sends rows of text",
                    statement: sql)
            }
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH, PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            PQclear(result)
            abandonCopy("the wrong direction")
            throw PostgresError(.usage, message: "this is not a COPY in that direction", statement: sql)
        default:
            _ = try rows(result, for: sql)
        }
    }
}
