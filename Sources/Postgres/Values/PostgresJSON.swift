/// A `json` parameter or value: the text exactly as written.
public struct PostgresJSON: PostgresBindable, PostgresDecodable, Hashable {
    public var text: String

    public init(_ text: String) { self.text = text }

    public static var postgresType: PostgresType { .json }

    public func bind(into buffer: inout [UInt8]) { text.bind(into: &buffer) }

    public init(_ cell: PostgresCell) throws(PostgresError) { text = try String(cell) }
}

/// A `jsonb` parameter or value; the server keeps the meaning, not the text.
public struct PostgresJSONB: PostgresBindable, PostgresDecodable, Hashable {
    public var text: String

    public init(_ text: String) { self.text = text }

    public static var postgresType: PostgresType { .jsonb }

    public func bind(into buffer: inout [UInt8]) {
        buffer.append(1)  // the version of the binary format
        text.bind(into: &buffer)
    }

    public init(_ cell: PostgresCell) throws(PostgresError) { text = try String(cell) }
}
