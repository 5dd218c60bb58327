extension Int16: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .int2 }
    public func bind(into buffer: inout [UInt8]) { buffer.append(bigEndian: self) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        guard cell.type == .int2 || cell.type == .inferred else { throw cell.mismatch(Int16.self) }
        self = try cell.integer(Int16.self, for: Int16.self)
    }
}

extension Int32: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .int4 }
    public func bind(into buffer: inout [UInt8]) { buffer.append(bigEndian: self) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        switch cell.type {
        case .int4, .inferred: self = try cell.integer(Int32.self, for: Int32.self)
        case .int2: self = Int32(try cell.integer(Int16.self, for: Int32.self))
        default: throw cell.mismatch(Int32.self)
        }
    }
}

extension Int64: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
    public func bind(into buffer: inout [UInt8]) { buffer.append(bigEndian: self) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        switch cell.type {
        case .int8, .xid8, .inferred: self = try cell.integer(Int64.self, for: Int64.self)
        case .int4: self = Int64(try cell.integer(Int32.self, for: Int64.self))
        case .int2: self = Int64(try cell.integer(Int16.self, for: Int64.self))
        case .oid: self = Int64(try cell.integer(UInt32.self, for: Int64.self))
        default: throw cell.mismatch(Int64.self)
        }
    }
}

/// An `int8`.
extension Int: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
    public func bind(into buffer: inout [UInt8]) { buffer.append(bigEndian: Int64(self)) }

    public init(_ cell: PostgresCell) throws(PostgresError) { self = Int(try Int64(cell)) }
}
