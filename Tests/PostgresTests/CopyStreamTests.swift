import Testing

@testable import Postgres

@Suite("Copy stream")
struct CopyStreamTests {
    /// Two rows, (1, null) and ("ab"), as PostgreSQL sends them.
    private static let stream: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
        + [0, 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]
        + [0, 1, 0, 0, 0, 2, 0x61, 0x62] + [0xFF, 0xFF]

    @Test("Rows are the same wherever the chunks end", arguments: 1...Self.stream.count)
    func chunks(size: Int) throws {
        var stream = CopyStream()
        var rows: [[Int?]] = []
        var texts: [String] = []
        for start in stride(from: 0, to: Self.stream.count, by: size) {
            let chunk = Array(Self.stream[start..<min(start + size, Self.stream.count)])
            try chunk.withUnsafeBytes { bytes in
                try stream.rows(in: bytes) { row in
                    if row.fieldsLeft == 2 {
                        rows.append([try row.next(), try row.next()])
                    } else {
                        texts.append(try row.next())
                    }
                }
            }
        }
        #expect(rows == [[1, nil]])
        #expect(texts == ["ab"])
        try stream.finish()
    }

    @Test("A stream that ends too early, or is of another format, is refused")
    func cut() throws {
        var stream = CopyStream()
        try Array(Self.stream.dropLast()).withUnsafeBytes { try stream.rows(in: $0) { _ in } }
        #expect(throws: PostgresError.self) { try stream.finish() }
        var text = CopyStream()
        #expect(throws: PostgresError.self) {
            try Array("1\tsome text that is no header\n".utf8).withUnsafeBytes { try text.rows(in: $0) { _ in } }
        }
    }
}
