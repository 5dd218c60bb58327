/// SQL with its parameters: `"select name from program where id = \(id)"`.
///
/// An interpolated value becomes `$1`, `$2` and so on and travels apart from the text. Optionals bind null.
/// `\(raw: text)` splices trusted SQL, `\(identifier: name)` a quoted name.
/// Values are encoded at once, so a query holds no reference to them.
public struct PostgresQuery: Sendable, ExpressibleByStringInterpolation, ExpressibleByStringLiteral {
    struct Parameter: Sendable {
        var type: PostgresType
        var start: Int
        /// Nil for null.
        var length: Int?
    }

    /// The text, with `$1` in place of each value.
    public internal(set) var sql: String
    var parameters: [Parameter] = []
    var bytes: [UInt8] = []

    /// Takes SQL that already has `$1` in place of each value; the server infers the type of a nil.
    public init(sql: String, _ values: [(any PostgresBindable)?] = []) {
        self.sql = sql
        for value in values {
            if let value { bind(value) } else { bindNull(.inferred) }
        }
    }

    public init(stringLiteral sql: String) { self.sql = sql }

    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.query }

    /// How many parameters the text has.
    public var parameterCount: Int { parameters.count }

    mutating func bind<Value: PostgresBindable>(_ value: Value) {
        let start = bytes.count
        value.bind(into: &bytes)
        parameters.append(Parameter(type: Value.postgresType, start: start, length: bytes.count - start))
    }

    mutating func bindNull(_ type: PostgresType) {
        parameters.append(Parameter(type: type, start: bytes.count, length: nil))
    }
}
