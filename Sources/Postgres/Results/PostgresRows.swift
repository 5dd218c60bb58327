import CLibPQ

/// The whole answer to one statement, held as libpq received it; cells are decoded when they are asked for.
public struct PostgresRows: Sendable, RandomAccessCollection {
    private let result: ResultBox
    public let count: Int

    init(_ result: ResultBox) {
        self.result = result
        count = Int(PQntuples(result.pointer))
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { count }

    public subscript(position: Int) -> PostgresRow {
        precondition(position >= 0 && position < count, "row \(position) of \(count)")
        return PostgresRow(result: result, row: Int32(truncatingIfNeeded: position))
    }

    /// The columns, in order.
    public var columns: [PostgresColumn] {
        (0..<PQnfields(result.pointer)).map { index in
            PostgresColumn(
                name: PQfname(result.pointer, index).map { String(cString: $0) } ?? "",
                type: PostgresType(oid: PQftype(result.pointer, index)))
        }
    }

    /// How many rows the statement inserted, updated, deleted or answered.
    public var affectedRows: Int {
        PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// What the server did, such as `INSERT 0 1`.
    public var commandTag: String {
        PQcmdStatus(result.pointer).map { String(cString: $0) } ?? ""
    }
}

/// The name and the type of a column.
public struct PostgresColumn: Hashable, Sendable {
    public let name: String
    public let type: PostgresType
}
