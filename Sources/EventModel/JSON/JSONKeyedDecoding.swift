/// The members of an object.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let reader: JSONReader
    private let object: Int
    private let path: JSONPath?
    private let isOuter: Bool
    /// Places by name where looking through the members each time would not do.
    private var places: [String: Int]?
    private static var longObject: Int { 64 }

    init(_ reader: JSONReader, _ object: Int, _ path: JSONPath?) throws {
        guard reader.tokens[object].kind == .object else {
            throw reader.mismatch([String: Any].self, object, path)
        }
        self.reader = reader
        self.object = object
        self.path = path
        isOuter = object == 0 && reader.renamesOuter
        if reader.tokens[object].count > Self.longObject {
            places = Dictionary(uniqueKeysWithValues: try reader.members(of: object).map { ($0.name, $0.value) })
        }
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }

    var allKeys: [Key] {
        // Only a string that is none throws, and the scanner has seen to that.
        ((try? reader.members(of: object)) ?? []).compactMap { Key(stringValue: $0.name) }
    }

    private func find(_ key: some CodingKey) -> Int? {
        let name = isOuter ? reader.outer(key.stringValue) : key.stringValue
        return if let places { places[name] } else { reader.member(name, of: object) }
    }

    private func place(_ key: some CodingKey) throws -> Int {
        guard let index = find(key) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "\"\(key.stringValue)\" is missing."))
        }
        return index
    }

    private func present(_ key: Key) -> Int? {
        guard let index = find(key), !reader.isNull(index) else { return nil }
        return index
    }

    private func integer<Value: FixedWidthInteger>(_ key: Key) throws -> Value {
        try reader.integer(Value.self, at: place(key), JSONPath(path, key))
    }

    private func integerIfPresent<Value: FixedWidthInteger>(_ key: Key) throws -> Value? {
        try present(key).map { try reader.integer(Value.self, at: $0, JSONPath(path, key)) }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { reader.isNull(try place(key)) }

    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try reader.bool(at: place(key), JSONPath(path, key)) }
    func decode(_: String.Type, forKey key: Key) throws -> String {
        try reader.string(at: place(key), JSONPath(path, key))
    }
    func decode(_: Double.Type, forKey key: Key) throws -> Double {
        try reader.double(at: place(key), JSONPath(path, key))
    }
    func decode(_: Float.Type, forKey key: Key) throws -> Float { Float(try decode(Double.self, forKey: key)) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try reader.value(type, at: place(key), in: JSONPath(path, key))
    }

    // One search for the key instead of the three that the standard library's own versions make.
    func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? {
        try present(key).map { try reader.bool(at: $0, JSONPath(path, key)) }
    }
    func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try reader.string(at: $0, JSONPath(path, key)) }
    }
    func decodeIfPresent(_: Int.Type, forKey key: Key) throws -> Int? { try integerIfPresent(key) }
    func decodeIfPresent(_: Int16.Type, forKey key: Key) throws -> Int16? { try integerIfPresent(key) }
    func decodeIfPresent(_: Int32.Type, forKey key: Key) throws -> Int32? { try integerIfPresent(key) }
    func decodeIfPresent(_: Int64.Type, forKey key: Key) throws -> Int64? { try integerIfPresent(key) }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try present(key).map { try reader.value(type, at: $0, in: JSONPath(path, key)) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(try JSONKeyedDecoding<Nested>(reader, place(key), JSONPath(path, key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try JSONUnkeyedDecoding(reader, place(key), JSONPath(path, key))
    }

    func superDecoder() throws -> any Decoder { try decoder(JSONSuperKey()) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: some CodingKey) throws -> any Decoder {
        JSONValueDecoder(reader: reader, index: try place(key), path: JSONPath(path, key))
    }
}
