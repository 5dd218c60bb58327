import EventModel
import Foundation

/// Writes a row's coded keys as columns and its UUIDs in lower case; only the outermost names change.
struct ColumnEncoder: Encoder {
    let base: any Encoder
    var codingPath: [any CodingKey] { base.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { base.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Columns(base: base.container(keyedBy: ColumnName.self)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { base.unkeyedContainer() }
    func singleValueContainer() -> any SingleValueEncodingContainer { base.singleValueContainer() }

    private struct Columns<Key: CodingKey>: KeyedEncodingContainerProtocol {
        var base: KeyedEncodingContainer<ColumnName>
        var codingPath: [any CodingKey] { base.codingPath }

        mutating func encodeNil(forKey key: Key) throws { try base.encodeNil(forKey: ColumnName(key)) }
        mutating func encode(_ value: Bool, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: String, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Double, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Float, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Int, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Int8, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Int16, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Int32, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: Int64, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: UInt, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: UInt8, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: UInt16, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: UInt32, forKey key: Key) throws { try write(value, key) }
        mutating func encode(_ value: UInt64, forKey key: Key) throws { try write(value, key) }

        mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
            switch value {
            case let id as UUID: try write(id.text, key)
            case let ids as [UUID]: try write(ids.map(\.text), key)
            default: try write(value, key)
            }
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            base.nestedContainer(keyedBy: type, forKey: ColumnName(key))
        }

        mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            base.nestedUnkeyedContainer(forKey: ColumnName(key))
        }

        mutating func superEncoder() -> any Encoder { base.superEncoder() }
        mutating func superEncoder(forKey key: Key) -> any Encoder { base.superEncoder(forKey: ColumnName(key)) }

        private mutating func write(_ value: some Encodable, _ key: Key) throws {
            try base.encode(value, forKey: ColumnName(key))
        }
    }
}
