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

    /// Reads the rows of `COPY … TO STDOUT (FORMAT binary)` where they lie, one at a time and never all at once.
    ///
    /// Nothing else can be done on the session before it ends.
    public func copyOut(rows sql: String, _ consume: (inout PostgresCopyRow) throws -> Void) throws {
        var stream = CopyStream()
        try copyOut(sql) { chunk in try stream.rows(in: chunk, consume) }
        try stream.finish()
    }
}
