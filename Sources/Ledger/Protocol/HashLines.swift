/// Hashes in Base 64, one a line, up to an empty line.
enum HashLines {
    /// No tree of less than 2^63 leaves needs more.
    static let limit = 63

    static func read(_ lines: inout Lines, of subject: String) throws(FormatError) -> [Hash256] {
        var hashes: [Hash256] = []
        while let line = lines.next() {
            if line.isEmpty { return hashes }
            guard hashes.count < limit else { throw FormatError(subject, "has more than \(limit) hashes") }
            guard let hash = Hash256(base64: line) else {
                throw FormatError(subject, "has a hash that is not 32 bytes in Base 64")
            }
            hashes.append(hash)
        }
        throw FormatError(subject, "has no empty line after its hashes")
    }

    static func text(_ hashes: [Hash256]) -> String { hashes.map { $0.base64 + "\n" }.joined() }
}
