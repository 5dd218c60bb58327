/// Takes what one value encodes.
final class JSONValueEncoder: Encoder {
    let writer: JSONWriter
    let path: JSONPath?
    private(set) var part: JSONPart?

    init(_ writer: JSONWriter, _ path: JSONPath?) {
        self.writer = writer
        self.path = path
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { writer.userInfo }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONKeyedEncoding<Key>(writer, object(), path))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONUnkeyedEncoding(writer, array(), path) }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// A value may ask for its container more than once.
    private func object() -> JSONObjectPart {
        if case .object(let object) = part { return object }
        precondition(part == nil, "A value encodes itself in one way.")
        let object = JSONObjectPart()
        part = .object(object)
        return object
    }

    private func array() -> JSONArrayPart {
        if case .array(let array) = part { return array }
        precondition(part == nil, "A value encodes itself in one way.")
        let array = JSONArrayPart()
        part = .array(array)
        return array
    }

    private func set(_ value: JSONPart?) {
        precondition(part == nil, "A value encodes itself in one way.")
        part = value
    }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    func encodeNil() { set(writer.null()) }
    func encode(_ value: Bool) { set(writer.part(of: value)) }
    func encode(_ value: String) { set(writer.part(of: value)) }
    func encode(_ value: Double) throws { set(try writer.part(of: value, path)) }
    func encode(_ value: Float) throws { set(try writer.part(of: value, path)) }
    func encode(_ value: Int) { set(writer.part(of: value)) }
    func encode(_ value: Int8) { set(writer.part(of: value)) }
    func encode(_ value: Int16) { set(writer.part(of: value)) }
    func encode(_ value: Int32) { set(writer.part(of: value)) }
    func encode(_ value: Int64) { set(writer.part(of: value)) }
    func encode(_ value: UInt) { set(writer.part(of: value)) }
    func encode(_ value: UInt8) { set(writer.part(of: value)) }
    func encode(_ value: UInt16) { set(writer.part(of: value)) }
    func encode(_ value: UInt32) { set(writer.part(of: value)) }
    func encode(_ value: UInt64) { set(writer.part(of: value)) }
    func encode<Value: Encodable>(_ value: Value) throws {
        set(try writer.part(of: value, at: path) ?? .object(JSONObjectPart()))
    }
}
