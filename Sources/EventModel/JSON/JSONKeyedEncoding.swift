import Foundation

/// The members of an object that is being written.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let writer: JSONWriter
    private let object: JSONObjectPart
    private let path: JSONPath?
    private let isOuter: Bool

    init(_ writer: JSONWriter, _ object: JSONObjectPart, _ path: JSONPath?) {
        self.writer = writer
        self.object = object
        self.path = path
        isOuter = path == nil && writer.renamesOuter
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }

    private func add(_ part: JSONPart, _ key: some CodingKey) {
        object.add(isOuter ? writer.outer(key.stringValue) : key.stringValue, part)
    }

    func encodeNil(forKey key: Key) { add(writer.null(), key) }
    func encode(_ value: Bool, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: String, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: Double, forKey key: Key) throws { add(try writer.part(of: value, JSONPath(path, key)), key) }
    func encode(_ value: Float, forKey key: Key) throws { add(try writer.part(of: value, JSONPath(path, key)), key) }
    func encode(_ value: Int, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: Int8, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: Int16, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: Int32, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: Int64, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: UInt, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: UInt8, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: UInt16, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: UInt32, forKey key: Key) { add(writer.part(of: value), key) }
    func encode(_ value: UInt64, forKey key: Key) { add(writer.part(of: value), key) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        if isOuter, let part = idPart(value) { return add(part, key) }
        add(try writer.part(of: value, at: JSONPath(path, key)) ?? .object(JSONObjectPart()), key)
    }

    /// A UUID or an array of them as a database spells them.
    private func idPart<Value>(_ value: Value) -> JSONPart? {
        if Value.self == UUID.self, let id = value as? UUID { return writer.part(of: id, uppercase: false) }
        guard Value.self == [UUID].self, let ids = value as? [UUID] else { return nil }
        let array = JSONArrayPart()
        array.parts = ids.map { writer.part(of: $0, uppercase: false) }
        return .array(array)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        let nested = JSONObjectPart()
        add(.object(nested), key)
        return KeyedEncodingContainer(JSONKeyedEncoding<Nested>(writer, nested, JSONPath(path, key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = JSONArrayPart()
        add(.array(nested), key)
        return JSONUnkeyedEncoding(writer, nested, JSONPath(path, key))
    }

    func superEncoder() -> any Encoder { encoder(JSONSuperKey()) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: some CodingKey) -> any Encoder {
        let encoder = JSONValueEncoder(writer, JSONPath(path, key))
        add(.nested(encoder), key)
        return encoder
    }
}
