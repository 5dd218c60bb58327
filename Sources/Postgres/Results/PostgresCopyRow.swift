/// One row of a binary `COPY … TO STDOUT`, where it lies in libpq's buffer; its fields are read from left to right.
///
/// Good only inside the closure that got it. A COPY sends no types: ask for each field as exactly the type it has.
public struct PostgresCopyRow {
    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    /// How many fields have not been read yet.
    public private(set) var fieldsLeft: Int

    init(_ bytes: UnsafeRawBufferPointer, start: Int, fields: Int) {
        self.bytes = bytes
        position = start
        fieldsLeft = fields
    }

    /// Decodes the next field; ask for an optional where null may stand.
    @inlinable
    public mutating func next<Value: PostgresDecodable>(as: Value.Type = Value.self) throws(PostgresError) -> Value {
        try Value(nextCell())
    }

    @usableFromInline
    mutating func nextCell() throws(PostgresError) -> PostgresCell {
        guard fieldsLeft > 0 else { throw PostgresError(.decoding, message: "the row has no more fields") }
        fieldsLeft -= 1
        let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self)))
        position += 4
        guard length >= 0 else { return PostgresCell(type: .inferred, storage: nil) }
        defer { position += length }
        return PostgresCell(
            type: .inferred, storage: UnsafeRawBufferPointer(rebasing: bytes[position..<position + length]))
    }
}

/// Finds the rows in a stream of binary `COPY`, wherever the chunks happen to end.
///
/// PostgreSQL sends a row in each chunk, so that what is copied is, as a rule, nothing at all.
struct CopyStream {
    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
    /// The beginning of something whose end has not come.
    private var pending: [UInt8] = []
    private var hasHeader = false
    private var isDone = false

    mutating func rows(
        in chunk: UnsafeRawBufferPointer, _ body: (inout PostgresCopyRow) throws -> Void
    ) throws {
        guard pending.isEmpty else {
            pending.append(contentsOf: chunk)
            let whole = pending
            let used = try whole.withUnsafeBytes { try take($0, body) }
            pending.removeFirst(used)
            return
        }
        let used = try take(chunk, body)
        if used < chunk.count { pending.append(contentsOf: chunk[used...]) }
    }

    /// Throws unless the stream came to its proper end.
    func finish() throws(PostgresError) {
        guard isDone else { throw Self.notBinary }
    }

    private static var notBinary: PostgresError {
        PostgresError(.decoding, message: "COPY did not send whole rows in binary format; add (FORMAT binary)")
    }

    /// Reads the whole rows at the beginning of some bytes, and answers how many bytes that were.
    private mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ body: (inout PostgresCopyRow) throws -> Void
    ) throws -> Int {
        var offset = 0
        if !hasHeader {
            guard bytes.count >= 19 else { return 0 }
            guard bytes.starts(with: Self.signature) else { throw Self.notBinary }
            offset = 19 + Int(Self.integer(bytes, 15, UInt32.self))
            guard bytes.count >= offset else { return 0 }
            hasHeader = true
        }
        while !isDone, bytes.count - offset >= 2 {
            let fields = Int(Self.integer(bytes, offset, Int16.self))
            guard fields >= 0 else {
                isDone = true
                return bytes.count
            }
            guard let end = Self.end(of: fields, in: bytes, from: offset + 2) else { break }
            var row = PostgresCopyRow(bytes, start: offset + 2, fields: fields)
            try body(&row)
            offset = end
        }
        return offset
    }

    /// The end of a row's fields; nil when it has not come.
    private static func end(of fields: Int, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = start
        for _ in 0..<fields {
            guard bytes.count - position >= 4 else { return nil }
            position += 4 + max(0, Int(integer(bytes, position, Int32.self)))
            guard position <= bytes.count else { return nil }
        }
        return position
    }

    private static func integer<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int, _: Value.Type
    ) -> Value {
        Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
