/// One value of a row, in the binary format of its type.
///
/// It points into the result, so it is good only inside the initializer that got it: do not store it.
public struct PostgresCell {
    /// The type by its id; `.inferred` in rows of a `COPY`, which does not send types.
    public let type: PostgresType
    private let storage: UnsafeRawBufferPointer?

    init(type: PostgresType, storage: UnsafeRawBufferPointer?) {
        self.type = type
        self.storage = storage
    }

    public var isNull: Bool { storage == nil }

    /// The bytes of a value that is not null.
    public func bytes(_ target: Any.Type) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let storage else {
            throw PostgresError(.decoding, message: "null where \(target) was asked for")
        }
        return storage
    }

    /// The error for a value that is not of the type asked for.
    public func mismatch(_ target: Any.Type) -> PostgresError {
        PostgresError(.decoding, message: "\(type) of \(storage?.count ?? 0) bytes is not readable as \(target)")
    }

    /// Loads a big-endian integer of exactly its width.
    func integer<Value: FixedWidthInteger>(_: Value.Type, for target: Any.Type) throws(PostgresError) -> Value {
        let bytes = try bytes(target)
        guard bytes.count == MemoryLayout<Value>.size else { throw mismatch(target) }
        return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
    }
}
