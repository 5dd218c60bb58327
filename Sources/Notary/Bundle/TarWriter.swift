import Foundation

/// Writes a tar archive of plain files, in the ustar format that every tar reads.
struct TarWriter {
    private let write: (Data) throws -> Void
    private let modified: Int

    /// - Parameter modified: the time that every file gets, in seconds since 1970.
    init(modified: Int, write: @escaping (Data) throws -> Void) {
        self.modified = modified
        self.write = write
    }

    func add(_ name: String, _ content: Data) throws {
        precondition(name.utf8.count <= 100, "No name of a bundle is longer than ustar's field.")
        try write(header(name, size: content.count))
        try write(content)
        let rest = content.count % TarFormat.block
        if rest > 0 { try write(Data(count: TarFormat.block - rest)) }
    }

    /// Ends the archive with its two empty blocks.
    func finish() throws { try write(Data(count: 2 * TarFormat.block)) }

    private func header(_ name: String, size: Int) -> Data {
        var header = [UInt8](repeating: 0, count: TarFormat.block)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        func octal(_ number: Int, digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(name, at: 0)
        put(octal(0o644, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(modified, digits: 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(TarFormat.checksum(header), digits: 6), at: 148)
        header[154] = 0
        return Data(header)
    }
}

/// What reader and writer of an archive share.
enum TarFormat {
    static let block = 512

    /// The sum of a header's bytes, with the sum's own field as spaces.
    static func checksum(_ header: [UInt8]) -> Int {
        header.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int(header[$1])) }
    }
}
