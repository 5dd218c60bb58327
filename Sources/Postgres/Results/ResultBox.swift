import CLibPQ

/// Owns a `PGresult` and frees it with the last row that points into it.
final class ResultBox: Sendable {
    // Safe to share: libpq hands a result over complete and never touches it again; the accessors that we call
    // (PQntuples, PQgetvalue, PQgetlength, PQgetisnull, PQftype, PQfname, PQcmdTuples …) only read it, which libpq
    // documents as thread-safe; PQclear is called once, in deinit, when no other reference exists.
    nonisolated(unsafe) let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    func cell(row: Int32, column: Int32) -> PostgresCell {
        let type = PostgresType(oid: PQftype(pointer, column))
        guard PQgetisnull(pointer, row, column) == 0, let start = PQgetvalue(pointer, row, column) else {
            return PostgresCell(type: type, storage: nil)
        }
        let count = Int(PQgetlength(pointer, row, column))
        return PostgresCell(type: type, storage: UnsafeRawBufferPointer(start: start, count: count))
    }

    func column(named name: String) -> Int? {
        (0..<PQnfields(pointer)).first { index in
            PQfname(pointer, index).map { String(cString: $0) == name } ?? false
        }.map(Int.init)
    }
}
