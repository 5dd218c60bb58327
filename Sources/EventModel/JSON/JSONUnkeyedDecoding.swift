/// The elements of an array, one after another.
struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    private let reader: JSONReader
    private let path: JSONPath?
    private let length: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(_ reader: JSONReader, _ array: Int, _ path: JSONPath?) throws {
        let token = reader.tokens[array]
        guard token.kind == .array else { throw reader.mismatch([Any].self, array, path) }
        self.reader = reader
        self.path = path
        length = Int(token.count)
        next = array + 1
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var count: Int? { length }
    var isAtEnd: Bool { currentIndex == length }

    /// Reads the next element, and steps on only if that went well.
    private mutating func take<Value>(_ body: (Int, JSONPath) throws -> Value) throws -> Value {
        let place = JSONPath(path, JSONIndex(currentIndex))
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Value.self, .init(codingPath: place.keys, debugDescription: "The array has no more elements."))
        }
        let value = try body(next, place)
        step()
        return value
    }

    private mutating func step() {
        next = Int(reader.tokens[next].next)
        currentIndex += 1
    }

    private mutating func integer<Value: FixedWidthInteger>() throws -> Value {
        try take { [reader] in try reader.integer(Value.self, at: $0, $1) }
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any?.self, .init(codingPath: codingPath, debugDescription: "The array has no more elements."))
        }
        guard reader.isNull(next) else { return false }
        step()
        return true
    }

    mutating func decode(_: Bool.Type) throws -> Bool { try take { [reader] in try reader.bool(at: $0, $1) } }
    mutating func decode(_: String.Type) throws -> String { try take { [reader] in try reader.string(at: $0, $1) } }
    mutating func decode(_: Double.Type) throws -> Double { try take { [reader] in try reader.double(at: $0, $1) } }
    mutating func decode(_: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    mutating func decode(_: Int.Type) throws -> Int { try integer() }
    mutating func decode(_: Int8.Type) throws -> Int8 { try integer() }
    mutating func decode(_: Int16.Type) throws -> Int16 { try integer() }
    mutating func decode(_: Int32.Type) throws -> Int32 { try integer() }
    mutating func decode(_: Int64.Type) throws -> Int64 { try integer() }
    mutating func decode(_: UInt.Type) throws -> UInt { try integer() }
    mutating func decode(_: UInt8.Type) throws -> UInt8 { try integer() }
    mutating func decode(_: UInt16.Type) throws -> UInt16 { try integer() }
    mutating func decode(_: UInt32.Type) throws -> UInt32 { try integer() }
    mutating func decode(_: UInt64.Type) throws -> UInt64 { try integer() }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try take { [reader] in try reader.value(type, at: $0, in: $1) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try take { [reader] in KeyedDecodingContainer(try JSONKeyedDecoding<Nested>(reader, $0, $1)) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try take { [reader] in try JSONUnkeyedDecoding(reader, $0, $1) }
    }

    mutating func superDecoder() throws -> any Decoder {
        try take { [reader] in JSONValueDecoder(reader: reader, index: $0, path: $1) }
    }
}
