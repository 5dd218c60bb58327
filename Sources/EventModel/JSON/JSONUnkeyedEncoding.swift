/// The elements of an array that is being written.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    private let writer: JSONWriter
    private let array: JSONArrayPart
    private let path: JSONPath?

    init(_ writer: JSONWriter, _ array: JSONArrayPart, _ path: JSONPath?) {
        self.writer = writer
        self.array = array
        self.path = path
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var count: Int { array.parts.count }

    private func add(_ part: JSONPart) { array.parts.append(part) }
    private var next: JSONPath { JSONPath(path, JSONIndex(count)) }

    func encodeNil() { add(writer.null()) }
    func encode(_ value: Bool) { add(writer.part(of: value)) }
    func encode(_ value: String) { add(writer.part(of: value)) }
    func encode(_ value: Double) throws { add(try writer.part(of: value, next)) }
    func encode(_ value: Float) throws { add(try writer.part(of: value, next)) }
    func encode(_ value: Int) { add(writer.part(of: value)) }
    func encode(_ value: Int8) { add(writer.part(of: value)) }
    func encode(_ value: Int16) { add(writer.part(of: value)) }
    func encode(_ value: Int32) { add(writer.part(of: value)) }
    func encode(_ value: Int64) { add(writer.part(of: value)) }
    func encode(_ value: UInt) { add(writer.part(of: value)) }
    func encode(_ value: UInt8) { add(writer.part(of: value)) }
    func encode(_ value: UInt16) { add(writer.part(of: value)) }
    func encode(_ value: UInt32) { add(writer.part(of: value)) }
    func encode(_ value: UInt64) { add(writer.part(of: value)) }
    func encode<Value: Encodable>(_ value: Value) throws {
        add(try writer.part(of: value, at: next) ?? .object(JSONObjectPart()))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = JSONObjectPart()
        let path = next
        add(.object(nested))
        return KeyedEncodingContainer(JSONKeyedEncoding<Nested>(writer, nested, path))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = JSONArrayPart()
        let path = next
        add(.array(nested))
        return JSONUnkeyedEncoding(writer, nested, path)
    }

    func superEncoder() -> any Encoder {
        let encoder = JSONValueEncoder(writer, next)
        add(.nested(encoder))
        return encoder
    }
}
