import Testing

@testable import Postgres

@Suite("Copy parser")
struct CopyParserTests {
    /// Two rows, (1, null) and ("ab"), as PostgreSQL sends them.
    private static let stream: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
        + [0, 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]
        + [0, 1, 0, 0, 0, 2, 0x61, 0x62] + [0xFF, 0xFF]

    @Test("Rows are the same wherever the chunks end", arguments: 1...Self.stream.count)
    func chunks(size: Int) throws {
        var parser = CopyParser()
        var rows: [PostgresRow] = []
        for start in stride(from: 0, to: Self.stream.count, by: size) {
            let chunk = Array(Self.stream[start..<min(start + size, Self.stream.count)])
            try chunk.withUnsafeBytes { try parser.rows(in: $0) { rows.append($0) } }
        }
        try #require(rows.count == 2)
        #expect(try rows[0].get(0, as: Int.self) == 1)
        #expect(try rows[0].get(1, as: Int?.self) == nil)
        #expect(try rows[1].get(0, as: String.self) == "ab")
    }
}
