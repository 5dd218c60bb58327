import Foundation

extension JSONWriter {
    /// What a value encodes; nil when it encodes nothing.
    func part<Value: Encodable>(of value: Value, at path: @autoclosure () -> JSONPath?) throws -> JSONPart? {
        if Value.self == UUID.self, let id = value as? UUID { return part(of: id, uppercase: true) }
        if Value.self == Date.self, let date = value as? Date { return try part(of: date, path()) }
        guard Value.self != Data.self, Value.self != URL.self, Value.self != Decimal.self else {
            throw invalid(value, "\(Value.self) has no stored form.", path())
        }
        let encoder = JSONValueEncoder(self, path())
        try value.encode(to: encoder)
        return encoder.part
    }

    func null() -> JSONPart { scalar { $0.append(contentsOf: "null".utf8) } }

    func part(of value: Bool) -> JSONPart { scalar { $0.append(contentsOf: (value ? "true" : "false").utf8) } }

    func part(of value: String) -> JSONPart { scalar { $0.append(json: value) } }

    func part(of value: some FixedWidthInteger) -> JSONPart { scalar { $0.append(contentsOf: String(value).utf8) } }

    func part(
        of value: some BinaryFloatingPoint & LosslessStringConvertible, _ path: @autoclosure () -> JSONPath?
    ) throws -> JSONPart {
        guard value.isFinite else { throw invalid(value, "JSON has no \(value).", path()) }
        let text = value.description
        return scalar { $0.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8) }
    }

    func part(of id: UUID, uppercase: Bool) -> JSONPart {
        scalar { bytes in
            bytes.append(UInt8(ascii: "\""))
            bytes.append(id, uppercase: uppercase)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private func part(of date: Date, _ path: @autoclosure () -> JSONPath?) throws -> JSONPart {
        var isWritten = false
        let part = scalar { bytes in
            bytes.append(UInt8(ascii: "\""))
            isWritten = moments.append(date, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        // As a number: an infinite date has no description.
        guard isWritten else {
            throw invalid(date.timeIntervalSince1970, "The year must have four digits.", path())
        }
        return part
    }

    private func scalar(_ body: (inout [UInt8]) -> Void) -> JSONPart {
        let start = scalars.count
        body(&scalars)
        return .scalar(start..<scalars.count)
    }

    private func invalid(_ value: Any, _ reason: String, _ path: JSONPath?) -> EncodingError {
        .invalidValue(value, .init(codingPath: path?.keys ?? [], debugDescription: reason))
    }
}

extension [UInt8] {
    /// Appends text in quotation marks, with the escapes that RFC 8785 wants and no others.
    mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices {
                let byte = bytes[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                append(contentsOf: bytes[start..<index])
                append(escaped: byte)
                start = index + 1
            }
            append(contentsOf: bytes[start...])
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case ..<0x20:
            append(contentsOf: "u00".utf8)
            append(HexDigit.lower(byte >> 4))
            append(HexDigit.lower(byte & 15))
        default: append(byte)
        }
    }

    mutating func append(_ id: UUID, uppercase: Bool) {
        Swift.withUnsafeBytes(of: id.uuid) { bytes in
            for (place, byte) in bytes.enumerated() {
                if place == 4 || place == 6 || place == 8 || place == 10 { append(UInt8(ascii: "-")) }
                append(uppercase ? HexDigit.upper(byte >> 4) : HexDigit.lower(byte >> 4))
                append(uppercase ? HexDigit.upper(byte & 15) : HexDigit.lower(byte & 15))
            }
        }
    }
}

enum HexDigit {
    static func lower(_ value: UInt8) -> UInt8 { value < 10 ? value + 48 : value + 87 }
    static func upper(_ value: UInt8) -> UInt8 { value < 10 ? value + 48 : value + 55 }
}
