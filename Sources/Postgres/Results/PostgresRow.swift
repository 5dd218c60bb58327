import CLibPQ

/// One row of an answer.
///
/// Reading by index is the fast way; reading by name looks the column up each time.
public struct PostgresRow: Sendable {
    private let result: ResultBox
    private let row: Int32

    init(result: ResultBox, row: Int32) {
        self.result = result
        self.row = row
    }

    /// How many columns the row has.
    public var columnCount: Int { Int(PQnfields(result.pointer)) }

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
        return result.cell(row: row, column: Int32(truncatingIfNeeded: index))
    }

    private func index(of name: String) throws(PostgresError) -> Int {
        guard let index = result.column(named: name) else {
            throw PostgresError(.decoding, message: "no column is called \(name)")
        }
        return index
    }

    @usableFromInline
    func located(_ error: PostgresError, at index: Int) -> PostgresError {
        guard error.code == .decoding else { return error }
        var fields = error.fields
        var place = "column \(index)"
        if index >= 0, index < columnCount, let name = PQfname(result.pointer, Int32(index)) {
            fields.column = String(cString: name)
            place += " (\(String(cString: name)))"
        }
        fields.message = "\(place): \(fields.message)"
        return PostgresError(fields)
    }
}
