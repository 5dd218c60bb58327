/// Cuts JSON into tokens, and refuses whatever RFC 8259 does not allow.
///
/// It reads each byte once and copies none; strings are unescaped and numbers are read when somebody asks for them.
/// A key that stands twice is left to the reader, as the RFC leaves it.
struct JSONScanner {
    /// As deep as Foundation goes.
    static let depthLimit = 512

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    private var tokens: [JSONToken]

    /// Scans one whole text.
    ///
    /// - Parameter tokens: taken over and filled anew, so that their memory is used again.
    static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [JSONToken]
    ) throws(JSONSyntaxError) {
        guard bytes.count < Int32.max else { throw JSONSyntaxError(.size, at: Int(Int32.max)) }
        var scanner = JSONScanner(bytes: bytes, tokens: tokens)
        tokens = []
        scanner.tokens.removeAll(keepingCapacity: true)
        // About what our documents have, so that a fresh array seldom grows.
        scanner.tokens.reserveCapacity(bytes.count / 16 + 8)
        defer { tokens = scanner.tokens }
        try scanner.value(depth: 0)
        scanner.skipSpace()
        guard scanner.position == bytes.count else { throw scanner.unexpected() }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, tokens: [JSONToken]) {
        self.bytes = bytes
        self.tokens = tokens
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) {
        skipSpace()
        switch current {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: throw unexpected()
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) {
        let index = try open(.object, depth: depth)
        var count: Int32 = 0
        if !take(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                guard current == UInt8(ascii: "\"") else { throw unexpected() }
                try string()
                guard take(UInt8(ascii: ":")) else { throw unexpected() }
                try value(depth: depth)
                count += 1
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw unexpected() }
        }
        close(index, count: count)
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) {
        let index = try open(.array, depth: depth)
        var count: Int32 = 0
        if !take(UInt8(ascii: "]")) {
            repeat {
                try value(depth: depth)
                count += 1
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw unexpected() }
        }
        close(index, count: count)
    }

    private mutating func open(_ kind: JSONToken.Kind, depth: Int) throws(JSONSyntaxError) -> Int {
        guard depth <= Self.depthLimit else { throw JSONSyntaxError(.depth, at: position) }
        append(kind, from: position, to: position)
        position += 1
        return tokens.count - 1
    }

    private mutating func close(_ index: Int, count: Int32) {
        tokens[index].end = Int32(position)
        tokens[index].count = count
        tokens[index].next = Int32(tokens.count)
    }

    mutating func append(_ kind: JSONToken.Kind, from start: Int, to end: Int) {
        tokens.append(JSONToken(kind: kind, start: Int32(start), end: Int32(end), next: Int32(tokens.count + 1)))
    }

    /// The byte at the position; 0, which no grammar allows here, past the end.
    var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// Steps over a byte, and the white space before it, if it stands there.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func unexpected() -> JSONSyntaxError {
        JSONSyntaxError(position < bytes.count ? .unexpectedByte : .unexpectedEnd, at: position)
    }
}
