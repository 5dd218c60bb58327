import CLibPQ

/// One row of an answer, or of a `COPY`.
///
/// Reading by index is the fast way; reading by name looks the column up each time.
public struct PostgresRow: Sendable {
    private enum Source: Sendable {
        case result(ResultBox, Int32)
        case copy(CopyRow)
    }

    private let source: Source

    init(result: ResultBox, row: Int32) { source = .result(result, row) }

    init(copy: CopyRow) { source = .copy(copy) }

    /// How many columns the row has.
    public var columnCount: Int {
        switch source {
        case .result(let result, _): Int(PQnfields(result.pointer))
        case .copy(let row): row.fields.count
        }
    }

    /// Decodes the value at an index; ask for an optional where null may stand.
    @inlinable
    public func get<Value: PostgresDecodable>(
        _ index: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        defer { withExtendedLifetime(self) {} }  // a cell points into what the row keeps alive
        do throws(PostgresError) {
            return try Value(cell(index))
        } catch {
            throw located(error, at: index)
        }
    }

    /// Decodes the value of a named column.
    public func get<Value: PostgresDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        try get(index(of: name), as: type)
    }

    /// Decodes the value at an index, or gives nil for null.
    @inlinable
    public func getOptional<Value: PostgresDecodable>(
        _ index: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value? {
        try get(index, as: Value?.self)
    }

    /// Decodes the value of a named column, or gives nil for null.
    public func getOptional<Value: PostgresDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value? {
        try get(name, as: Value?.self)
    }

    @usableFromInline
    func cell(_ index: Int) throws(PostgresError) -> PostgresCell {
        guard index >= 0, index < columnCount else {
            throw PostgresError(.decoding, message: "no such column among \(columnCount)")
        }
        return switch source {
        case .result(let result, let row): result.cell(row: row, column: Int32(truncatingIfNeeded: index))
        case .copy(let row): row.cell(index)
        }
    }

    private func index(of name: String) throws(PostgresError) -> Int {
        guard case .result(let result, _) = source, let index = result.column(named: name) else {
            throw PostgresError(.decoding, message: "no column is called \(name)")
        }
        return index
    }

    @usableFromInline
    func located(_ error: PostgresError, at index: Int) -> PostgresError {
        guard error.code == .decoding else { return error }
        var fields = error.fields
        var place = "column \(index)"
        if case .result(let result, _) = source, index >= 0, index < columnCount,
            let name = PQfname(result.pointer, Int32(index))
        {
            fields.column = String(cString: name)
            place += " (\(String(cString: name)))"
        }
        fields.message = "\(place): \(fields.message)"
        return PostgresError(fields)
    }
}
