import CLibPQ

/// Writes rows of a `COPY … FROM STDIN` in text format, for values that are text already: the server reads each with
/// its column's own input function.
public struct PostgresTextCopyWriter {
    private static let flushSize = 1 << 16
    private let connection: OpaquePointer
    private var buffer: [UInt8] = []
    private var isFirst = true

    init(connection: OpaquePointer) {
        self.connection = connection
        buffer.reserveCapacity(Self.flushSize * 2)
    }

    /// Writes the next field of the row.
    public mutating func field(_ text: [UInt8]) { text.withUnsafeBufferPointer { field($0) } }

    /// Writes the next field of the row.
    public mutating func field(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        var start = 0
        for index in text.indices {
            guard let letter = Self.escape(text[index]) else { continue }
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            buffer.append(UInt8(ascii: "\\"))
            buffer.append(letter)
            start = index + 1
        }
        buffer.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// What stands after the backslash for a byte that may not stand by itself.
    private static func escape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): byte
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        default: nil
        }
    }

    /// Writes null as the next field.
    public mutating func null() {
        separate()
        buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
    }

    /// Ends the row.
    public mutating func endRow() throws(PostgresError) {
        buffer.append(UInt8(ascii: "\n"))
        isFirst = true
        if buffer.count >= Self.flushSize { try flush() }
    }

    private mutating func separate() {
        if !isFirst { buffer.append(UInt8(ascii: "\t")) }
        isFirst = false
    }

    mutating func flush() throws(PostgresError) {
        let sent = buffer.withUnsafeBytes { bytes in
            PQputCopyData(connection, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        buffer.removeAll(keepingCapacity: true)
        guard sent == 1 else { throw PostgresError(connection: connection) }
    }
}

extension PostgresSession {
    /// Sends rows with `COPY … FROM STDIN` in text format and tells how many the server took.
    ///
    /// An error that the closure throws ends the copy and is thrown on; no row of it stays.
    @discardableResult
    public func copyIn(text sql: String, _ produce: (inout PostgresTextCopyWriter) throws -> Void) throws -> Int {
        try beginCopy(sql, expecting: PGRES_COPY_IN, binary: false)
        var writer = PostgresTextCopyWriter(connection: connection)
        do {
            try produce(&writer)
            try checkReady(sql)
            try writer.flush()
        } catch {
            abandonCopy("the client ended the copy")
            throw error
        }
        guard PQputCopyEnd(connection, nil) == 1 else {
            throw PostgresError(connection: connection, statement: sql)
        }
        return try finishCommand(sql)?.affectedRows ?? 0
    }
}
