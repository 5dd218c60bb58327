import CLibPQ

extension PostgresSession {
    /// Reads `COPY … TO STDOUT` in the chunks that the server sends; each is good only inside the closure.
    ///
    /// An error that the closure throws cancels the copy, which ends a transaction around it, and is thrown on.
    public func copyOut(_ sql: String, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        try beginCopy(sql, expecting: PGRES_COPY_OUT)
        while true {
            var chunk: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &chunk, 0)
            guard length > 0, let start = chunk else { break }
            defer { PQfreemem(chunk) }
            do {
                try consume(UnsafeRawBufferPointer(start: start, count: Int(length)))
            } catch {
                interruption.cancelNow()
                drainCopyOut()
                _ = try? finishCommand(sql)
                throw error
            }
        }
        _ = try finishCommand(sql)
    }

    /// Reads the rows of `COPY … TO STDOUT (FORMAT binary)`, one at a time and never all at once.
    ///
    /// A COPY sends no types and no names: ask for each column by index, as exactly the type it has.
    public func copyOut(rows sql: String, _ consume: (PostgresRow) throws -> Void) throws {
        var parser = CopyParser()
        try copyOut(sql) { chunk in try parser.rows(in: chunk, consume) }
        try parser.finish()
    }
}
