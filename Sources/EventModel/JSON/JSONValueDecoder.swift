/// One value of a scanned document, for `Decodable`.
struct JSONValueDecoder: Decoder {
    let reader: JSONReader
    let index: Int
    let path: JSONPath?

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { reader.userInfo }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try JSONKeyedDecoding<Key>(reader, index, path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try JSONUnkeyedDecoding(reader, index, path) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// The value as any JSON of our profile, without asking for one type after another.
    func anyValue() throws -> JSONValue { try reader.anyValue(at: index, path) }
}

extension JSONReader {
    fileprivate func anyValue(at index: Int, _ path: JSONPath?) throws -> JSONValue {
        switch tokens[index].kind {
        case .null: return .null
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .number: return .integer(try integer(Int64.self, at: index, path))
        case .string, .escapedString: return .string(try string(at: index, path))
        case .array:
            var values: [JSONValue] = []
            var next = index + 1
            for place in 0..<Int(tokens[index].count) {
                values.append(try anyValue(at: next, JSONPath(path, JSONIndex(place))))
                next = Int(tokens[next].next)
            }
            return .array(values)
        case .object:
            var object: JSONObject = [:]
            for (name, value) in try members(of: index) {
                object[name] = try anyValue(at: value, JSONPath(path, JSONName(name)))
            }
            return .object(object)
        }
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { reader.isNull(index) }
    func decode(_: Bool.Type) throws -> Bool { try reader.bool(at: index, path) }
    func decode(_: String.Type) throws -> String { try reader.string(at: index, path) }
    func decode(_: Double.Type) throws -> Double { try reader.double(at: index, path) }
    func decode(_: Float.Type) throws -> Float { Float(try reader.double(at: index, path)) }
    func decode(_ type: Int.Type) throws -> Int { try reader.integer(type, at: index, path) }
    func decode(_ type: Int8.Type) throws -> Int8 { try reader.integer(type, at: index, path) }
    func decode(_ type: Int16.Type) throws -> Int16 { try reader.integer(type, at: index, path) }
    func decode(_ type: Int32.Type) throws -> Int32 { try reader.integer(type, at: index, path) }
    func decode(_ type: Int64.Type) throws -> Int64 { try reader.integer(type, at: index, path) }
    func decode(_ type: UInt.Type) throws -> UInt { try reader.integer(type, at: index, path) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try reader.integer(type, at: index, path) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try reader.integer(type, at: index, path) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try reader.integer(type, at: index, path) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try reader.integer(type, at: index, path) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try reader.value(type, at: index, in: path) }
}
