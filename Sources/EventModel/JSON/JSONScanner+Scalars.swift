extension JSONScanner {
    mutating func word(_ word: StaticString, _ kind: JSONToken.Kind) throws(JSONSyntaxError) {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[offset] else { throw unexpected() }
            position += 1
        }
        append(kind, from: start, to: position)
    }

    mutating func number() throws(JSONSyntaxError) {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        append(.number, from: start, to: position)
    }

    /// At least one.
    private mutating func digits() throws(JSONSyntaxError) {
        guard current.isDigit else { throw unexpected() }
        repeat { position += 1 } while current.isDigit
    }

    mutating func string() throws(JSONSyntaxError) {
        let start = position + 1
        var kind = JSONToken.Kind.string
        var seen: UInt8 = 0
        position = start
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                if seen >= 0x80, let offset = UTF8Check.firstError(in: bytes, from: start, to: position) {
                    throw JSONSyntaxError(.encoding, at: offset)
                }
                append(kind, from: start, to: position)
                position += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedString
                try escape()
            case ..<0x20:
                throw JSONSyntaxError(.control, at: position)
            default:
                seen |= byte
                position += 1
            }
        }
        throw unexpected()
    }

    private mutating func escape() throws(JSONSyntaxError) {
        let start = position
        position += 1
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            let first = try unit()
            switch first {
            case 0xD800..<0xDC00:
                guard current == UInt8(ascii: "\\"), position + 1 < bytes.count,
                    bytes[position + 1] == UInt8(ascii: "u")
                else { throw JSONSyntaxError(.surrogate, at: start) }
                position += 1
                guard (0xDC00..<0xE000).contains(try unit()) else { throw JSONSyntaxError(.surrogate, at: start) }
            case 0xDC00..<0xE000: throw JSONSyntaxError(.surrogate, at: start)
            default: break
            }
        default:
            throw position < bytes.count ? JSONSyntaxError(.escape, at: start) : unexpected()
        }
    }

    /// The four hexadecimal digits after a `u`, at which the position is.
    private mutating func unit() throws(JSONSyntaxError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            position += 1
            guard position < bytes.count else { throw unexpected() }
            guard let digit = bytes[position].hexValue else { throw JSONSyntaxError(.escape, at: position) }
            value = value << 4 | UInt16(digit)
        }
        position += 1
        return value
    }
}

extension UInt8 {
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    var hexValue: UInt8? {
        if isDigit { return self - UInt8(ascii: "0") }
        let letter = (self | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }
}
