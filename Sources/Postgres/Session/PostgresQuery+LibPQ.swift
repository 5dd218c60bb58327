extension PostgresQuery {
    /// The parameters as the arrays that libpq takes, good inside the closure.
    struct Arguments {
        let count: Int32
        let types: [UInt32]
        let values: [UnsafePointer<CChar>?]
        let lengths: [Int32]
        let formats: [Int32]
    }

    var statementKey: StatementCache.Key { StatementCache.Key(sql: sql, types: parameters.map(\.type)) }

    func withArguments<Result>(_ body: (Arguments) -> Result) -> Result {
        guard !parameters.isEmpty else {
            return body(Arguments(count: 0, types: [], values: [], lengths: [], formats: []))
        }
        // An empty value still needs an address, or libpq takes it for null.
        return (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
            body(
                Arguments(
                    count: Int32(parameters.count), types: parameters.map(\.type.oid),
                    values: parameters.map { parameter in
                        guard parameter.length != nil else { return nil }
                        return buffer.baseAddress?.advanced(by: parameter.start).assumingMemoryBound(to: CChar.self)
                    },
                    lengths: parameters.map { Int32($0.length ?? 0) },
                    formats: [Int32](repeating: 1, count: parameters.count)))
        }
    }
}
