import Foundation

/// Decimal numbers with one spelling each: digits without leading zeros, up to 2^63 − 1.
enum Decimal64 {
    static func value(_ text: some StringProtocol) -> UInt64? {
        let digits = text.utf8
        guard let first = digits.first, digits.count <= 19, digits.allSatisfy({ (48...57).contains($0) }),
            first != UInt8(ascii: "0") || digits.count == 1, let number = UInt64(text), number <= Int64.max
        else { return nil }
        return number
    }
}

/// Standard Base 64 with padding, in the one spelling that RFC 4648 calls canonical.
enum Base64 {
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text), data.base64EncodedString().utf8.elementsEqual(text.utf8) else {
            return nil
        }
        return Array(data)
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }
}

/// Lower-case hexadecimal digits.
enum Hexadecimal {
    static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
    }

    /// Reads lower-case digits only.
    static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text {
            let nibble: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = character - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return bytes
    }
}

/// Lines of a text format, each ended by a newline. Bytes, because Swift's characters would join what the formats part.
struct Lines {
    private(set) var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    /// The next line without its newline; `nil` at the end and for a line that has none.
    mutating func next() -> Substring? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = rest[..<end]
        rest = rest[rest.index(after: end)...]
        return Substring(line)
    }

    var remainder: String { String(Substring(rest)) }
}
