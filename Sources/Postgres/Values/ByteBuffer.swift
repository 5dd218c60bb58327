extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends a value after its length, as arrays and `COPY` want it.
    mutating func appendLengthPrefixed<Value: PostgresBindable>(_ value: Value?) {
        guard let value else { return append(bigEndian: Int32(-1)) }
        let start = count
        append(bigEndian: Int32(0))
        value.bind(into: &self)
        let length = UInt32(count - start - 4)
        for shift in 0..<4 {
            self[start + shift] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * shift))
        }
    }

    /// Appends what stands before the elements of a one-dimensional array.
    mutating func appendArrayHeader(of type: PostgresType, count: Int, hasNulls: Bool) {
        append(bigEndian: Int32(count == 0 ? 0 : 1))
        append(bigEndian: Int32(hasNulls ? 1 : 0))
        append(bigEndian: type.oid)
        guard count > 0 else { return }
        append(bigEndian: Int32(count))
        append(bigEndian: Int32(1))
    }
}
