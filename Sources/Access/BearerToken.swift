/// The shape of an API token: `tl_`, 40 random characters, and a checksum of 6.
///
/// The checksum lets a secret scanner and this server tell a token from any other text without a database.
enum BearerToken {
    static let prefix = "tl_"
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// 238 random bits.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<40).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        let body = prefix + String(decoding: random, as: UTF8.self)
        return body + checksum(body)
    }

    static func isWellFormed(_ text: String) -> Bool {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + 46 else { return false }
        return checksum(String(text.dropLast(6))) == text.suffix(6)
    }

    private static func checksum(_ body: String) -> String {
        var rest = crc32(body.utf8)
        var digits: [UInt8] = []
        for _ in 0..<6 {
            digits.insert(alphabet[Int(rest % 62)], at: 0)
            rest /= 62
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// CRC-32 of ISO 3309, as GitHub's tokens use it.
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
