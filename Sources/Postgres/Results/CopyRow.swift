/// One row of a binary `COPY`, copied out of libpq's buffer.
final class CopyRow: Sendable {
    /// Where each field lies in `bytes`; nil for null.
    let fields: [Range<Int>?]
    private let bytes: [UInt8]

    init(bytes: [UInt8], fields: [Range<Int>?]) {
        self.bytes = bytes
        self.fields = fields
    }

    /// The cell points into `bytes`, which never change and live as long as the row.
    func cell(_ index: Int) -> PostgresCell {
        guard let range = fields[index] else { return PostgresCell(type: .inferred, storage: nil) }
        return bytes.withUnsafeBytes { buffer in
            PostgresCell(type: .inferred, storage: UnsafeRawBufferPointer(rebasing: buffer[range]))
        }
    }
}

/// Cuts a stream of binary `COPY` into rows, wherever the chunks happen to end.
struct CopyParser {
    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
    private var pending: [UInt8] = []
    private var hasHeader = false
    private var isDone = false

    mutating func rows(
        in chunk: UnsafeRawBufferPointer, _ body: (PostgresRow) throws -> Void
    ) throws {
        pending.append(contentsOf: chunk)
        var offset = 0
        if !hasHeader {
            guard pending.count >= 19 else { return }
            guard pending.starts(with: Self.signature) else {
                throw PostgresError(.decoding, message: "COPY did not send binary format; add (FORMAT binary)")
            }
            let headerLength = 19 + Int(integer(at: 15, as: UInt32.self))
            guard pending.count >= headerLength else { return }
            offset = headerLength
            hasHeader = true
        }
        while !isDone, let row = nextRow(&offset) { try body(PostgresRow(copy: row)) }
        pending.removeFirst(offset)
    }

    /// Throws unless the stream came to its proper end.
    func finish() throws(PostgresError) {
        guard isDone else {
            throw PostgresError(
                .decoding, message: "COPY did not send whole rows in binary format; add (FORMAT binary)")
        }
    }

    private mutating func nextRow(_ offset: inout Int) -> CopyRow? {
        guard pending.count - offset >= 2 else { return nil }
        let count = integer(at: offset, as: Int16.self)
        guard count >= 0 else {
            isDone = true
            offset = pending.count
            return nil
        }
        var position = offset + 2
        var fields: [Range<Int>?] = []
        fields.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard pending.count - position >= 4 else { return nil }
            let length = Int(integer(at: position, as: Int32.self))
            position += 4
            guard length >= 0 else {
                fields.append(nil)
                continue
            }
            guard pending.count - position >= length else { return nil }
            fields.append(position - offset..<position - offset + length)
            position += length
        }
        defer { offset = position }
        return CopyRow(bytes: Array(pending[offset..<position]), fields: fields)
    }

    private func integer<Value: FixedWidthInteger>(at offset: Int, as: Value.Type) -> Value {
        pending.withUnsafeBytes { Value(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }
}
