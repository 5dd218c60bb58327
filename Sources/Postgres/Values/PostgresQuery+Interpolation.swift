extension PostgresQuery {
    /// Collects the text and the values of a query literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        var query: PostgresQuery

        public init(literalCapacity: Int, interpolationCount: Int) {
            query = PostgresQuery(sql: "")
            query.sql.reserveCapacity(literalCapacity + interpolationCount * 3)
            query.parameters.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { query.sql += literal }

        public mutating func appendInterpolation<Value: PostgresBindable>(_ value: Value) {
            query.bind(value)
            query.sql += "$\(query.parameters.count)"
        }

        public mutating func appendInterpolation<Value: PostgresBindable>(_ value: Value?) {
            if let value { query.bind(value) } else { query.bindNull(Value.postgresType) }
            query.sql += "$\(query.parameters.count)"
        }

        /// Splices SQL as it is. Never pass text that came from outside.
        public mutating func appendInterpolation(raw text: String) { query.sql += text }

        /// Splices a name in double quotes, so that any text is a name and nothing else.
        public mutating func appendInterpolation(identifier name: String) {
            query.sql += PostgresQuery.quoted(identifier: name)
        }
    }

    static func quoted(identifier name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
