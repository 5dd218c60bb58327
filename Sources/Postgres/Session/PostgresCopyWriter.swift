import CLibPQ

/// Writes rows of a binary `COPY … FROM STDIN`.
///
/// A row is written whole with `row`, or field by field after `beginRow`, which is faster: nothing is boxed.
/// The server checks the types by their lengths only, so pass exactly the types of the columns.
public struct PostgresCopyWriter {
    private static let flushSize = 1 << 16
    private let connection: OpaquePointer
    private var buffer: [UInt8]

    init(connection: OpaquePointer) {
        self.connection = connection
        buffer = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
        buffer.append(contentsOf: [UInt8](repeating: 0, count: 8))  // no flags, no extension
        buffer.reserveCapacity(Self.flushSize * 2)
    }

    /// Writes one row.
    public mutating func row(_ values: (any PostgresBindable)?...) throws(PostgresError) { try row(values) }

    /// Writes one row.
    public mutating func row(_ values: [(any PostgresBindable)?]) throws(PostgresError) {
        try beginRow(columns: values.count)
        for value in values {
            if let value { field(value) } else { null() }
        }
    }

    /// Begins a row; as many fields must follow.
    public mutating func beginRow(columns: Int) throws(PostgresError) {
        if buffer.count >= Self.flushSize { try flush() }
        buffer.append(bigEndian: Int16(columns))
    }

    /// Writes the next field.
    public mutating func field<Value: PostgresBindable>(_ value: Value) { buffer.appendLengthPrefixed(value) }

    /// Writes the next field, null for nil.
    public mutating func field<Value: PostgresBindable>(_ value: Value?) { buffer.appendLengthPrefixed(value) }

    /// Writes null as the next field.
    public mutating func null() { buffer.append(bigEndian: Int32(-1)) }

    mutating func finish() throws(PostgresError) {
        buffer.append(bigEndian: Int16(-1))
        try flush()
    }

    private mutating func flush() throws(PostgresError) {
        let sent = buffer.withUnsafeBytes { bytes in
            PQputCopyData(connection, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        buffer.removeAll(keepingCapacity: true)
        guard sent == 1 else { throw PostgresError(connection: connection) }
    }
}
