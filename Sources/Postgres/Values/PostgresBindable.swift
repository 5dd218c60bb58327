/// A value that can be a parameter.
///
/// `bind` appends the value in the binary format of its type, big-endian, with no length before it.
/// Arrays of the value then work too.
public protocol PostgresBindable: PostgresArrayElement {
    static var postgresType: PostgresType { get }
    func bind(into buffer: inout [UInt8])
}

/// A value that arrays can hold as parameters: every bindable one, an optional of one, and a byte.
public protocol PostgresArrayElement: Sendable {
    /// The type of a whole array of these.
    static var arrayType: PostgresType { get }
    /// Appends a whole array of these.
    static func bind(array: [Self], into buffer: inout [UInt8])
}

extension PostgresBindable {
    public static var arrayType: PostgresType { postgresType.array }

    public static func bind(array: [Self], into buffer: inout [UInt8]) {
        buffer.appendArrayHeader(of: postgresType, count: array.count, hasNulls: false)
        for element in array { buffer.appendLengthPrefixed(element) }
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresBindable {
    public static var arrayType: PostgresType { Wrapped.arrayType }

    public static func bind(array: [Self], into buffer: inout [UInt8]) {
        buffer.appendArrayHeader(of: Wrapped.postgresType, count: array.count, hasNulls: array.contains { $0 == nil })
        for element in array { buffer.appendLengthPrefixed(element) }
    }
}

/// An array of bytes is a `bytea`.
extension UInt8: PostgresArrayElement {
    public static var arrayType: PostgresType { .bytea }

    public static func bind(array: [UInt8], into buffer: inout [UInt8]) { buffer.append(contentsOf: array) }
}

extension Array: PostgresArrayElement where Element: PostgresArrayElement {}

extension Array: PostgresBindable where Element: PostgresArrayElement {
    public static var postgresType: PostgresType { Element.arrayType }

    public func bind(into buffer: inout [UInt8]) { Element.bind(array: self, into: &buffer) }
}
