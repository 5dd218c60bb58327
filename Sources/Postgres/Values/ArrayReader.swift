/// Walks over the elements of a one-dimensional array in binary format.
struct ArrayReader {
    let count: Int
    private let type: PostgresType
    private let target: Any.Type
    private let cell: PostgresCell
    private var rest: UnsafeRawBufferPointer.SubSequence
    private var read = 0

    init(_ cell: PostgresCell, as target: Any.Type) throws(PostgresError) {
        self.cell = cell
        self.target = target
        rest = try cell.bytes(target)[...]
        guard rest.count >= 12 else { throw cell.mismatch(target) }
        let dimensions = Self.takeInt32(&rest)
        _ = Self.takeInt32(&rest)
        type = PostgresType(oid: UInt32(bitPattern: Self.takeInt32(&rest)))
        guard dimensions <= 1, dimensions == 0 || rest.count >= 8 else { throw cell.mismatch(target) }
        count = dimensions == 0 ? 0 : Int(Self.takeInt32(&rest))
        if dimensions == 1 { _ = Self.takeInt32(&rest) }
        guard count >= 0, count <= rest.count / 4 else { throw cell.mismatch(target) }
    }

    mutating func next() throws(PostgresError) -> PostgresCell? {
        guard read < count else { return nil }
        guard rest.count >= 4 else { throw cell.mismatch(target) }
        read += 1
        let length = Int(Self.takeInt32(&rest))
        guard length >= 0 else { return PostgresCell(type: type, storage: nil) }
        guard length <= rest.count else { throw cell.mismatch(target) }
        defer { rest = rest.dropFirst(length) }
        return PostgresCell(type: type, storage: UnsafeRawBufferPointer(rebasing: rest.prefix(length)))
    }

    private static func takeInt32(_ bytes: inout UnsafeRawBufferPointer.SubSequence) -> Int32 {
        let value = UnsafeRawBufferPointer(rebasing: bytes).loadUnaligned(as: Int32.self)
        bytes = bytes.dropFirst(4)
        return Int32(bigEndian: value)
    }
}
