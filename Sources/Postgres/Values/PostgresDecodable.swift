/// A value that can be read out of a row.
///
/// Build on the conformances here: `init(_ cell: PostgresCell) throws(PostgresError) { self.init(try UUID(cell)) }`.
public protocol PostgresDecodable: PostgresArrayDecodable {
    init(_ cell: PostgresCell) throws(PostgresError)
}

/// A value that arrays in a row can hold: every decodable one, an optional of one, and a byte.
public protocol PostgresArrayDecodable {
    static func decode(array cell: PostgresCell) throws(PostgresError) -> [Self]
}

extension PostgresDecodable {
    public static func decode(array cell: PostgresCell) throws(PostgresError) -> [Self] {
        var reader = try ArrayReader(cell, as: [Self].self)
        var array: [Self] = []
        array.reserveCapacity(reader.count)
        while let element = try reader.next() { array.append(try Self(element)) }
        return array
    }
}

extension UInt8: PostgresArrayDecodable {
    public static func decode(array cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        guard cell.type == .bytea || cell.type == .inferred else { throw cell.mismatch([UInt8].self) }
        return [UInt8](try cell.bytes([UInt8].self))
    }
}

extension Array: PostgresArrayDecodable where Element: PostgresArrayDecodable {
    public static func decode(array cell: PostgresCell) throws(PostgresError) -> [[Element]] {
        var reader = try ArrayReader(cell, as: [[Element]].self)
        var array: [[Element]] = []
        array.reserveCapacity(reader.count)
        while let element = try reader.next() { array.append(try Element.decode(array: element)) }
        return array
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayDecodable {
    public init(_ cell: PostgresCell) throws(PostgresError) { self = try Element.decode(array: cell) }
}

extension Optional: PostgresArrayDecodable where Wrapped: PostgresDecodable {}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    @inlinable
    public init(_ cell: PostgresCell) throws(PostgresError) {
        self = cell.isNull ? nil : try Wrapped(cell)
    }
}
