extension Bool: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .bool }
    public func bind(into buffer: inout [UInt8]) { buffer.append(self ? 1 : 0) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        guard cell.type == .bool || cell.type == .inferred else { throw cell.mismatch(Bool.self) }
        self = try cell.integer(UInt8.self, for: Bool.self) != 0
    }
}

extension Double: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .float8 }
    public func bind(into buffer: inout [UInt8]) { buffer.append(bigEndian: bitPattern) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        switch cell.type {
        case .float8, .inferred: self.init(bitPattern: try cell.integer(UInt64.self, for: Double.self))
        case .float4: self.init(Float(bitPattern: try cell.integer(UInt32.self, for: Double.self)))
        default: throw cell.mismatch(Double.self)
        }
    }
}

/// A `text`; reads every type whose binary format is its text, enumerations included, and `jsonb`.
extension String: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .text }

    public func bind(into buffer: inout [UInt8]) { buffer.append(contentsOf: utf8) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        let bytes = try cell.bytes(String.self)
        switch cell.type {
        case .text, .varchar, .json, .name, .bpchar, .inferred, .unknown:
            self.init(decoding: bytes, as: UTF8.self)
        case .jsonb where bytes.first == 1:
            self.init(decoding: bytes.dropFirst(), as: UTF8.self)
        case let type where type.oid >= PostgresType.firstUserOID:
            self.init(decoding: bytes, as: UTF8.self)
        default:
            throw cell.mismatch(String.self)
        }
    }
}

extension PostgresType {
    /// A literal that nothing gave a type.
    static let unknown = PostgresType(oid: 705)
    /// Types from here on are not built in; enumerations and `citext` send text.
    static let firstUserOID: UInt32 = 16384
}
