import Foundation

/// What scanned text means: the scanner has made sure of its grammar.
enum JSONText {
    /// A string's bytes with every escape resolved.
    static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\") else {
                bytes.append(text[index])
                index += 1
                continue
            }
            let letter = text[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"):
                var value = unit(text, index)
                index += 4
                if value >= 0xD800, value < 0xDC00 {
                    value = 0x10000 + (value - 0xD800) << 10 + (unit(text, index + 2) - 0xDC00)
                    index += 6
                }
                if let encoded = Unicode.Scalar(value).flatMap({ UTF8.encode($0) }) {
                    bytes.append(contentsOf: encoded)
                }
            default: bytes.append(letter)
            }
        }
        return bytes
    }

    private static func unit(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32 {
        text[start..<start + 4].reduce(0) { $0 << 4 | UInt32($1.hexValue ?? 0) }
    }

    /// Whether a number is 0 as it is written, and not only too small to be told from 0.
    static func isZero(_ number: UnsafeBufferPointer<UInt8>) -> Bool {
        number.prefix { $0 | 0x20 != UInt8(ascii: "e") }.allSatisfy { !$0.isDigit || $0 == UInt8(ascii: "0") }
    }

    /// A number as an integer: exactly, or nil; `1e2` is 100, and `1.5` or what does not fit is nil.
    static func integer<Value: FixedWidthInteger>(_ number: UnsafeBufferPointer<UInt8>, as: Value.Type) -> Value? {
        let isNegative = number.first == UInt8(ascii: "-")
        var magnitude: UInt64 = 0
        for byte in number[(isNegative ? 1 : 0)...] {
            guard byte.isDigit else { return scaled(number, as: Value.self) }
            let (product, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeNow) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if isTooLarge || isTooLargeNow { return nil }
            magnitude = sum
        }
        return signed(magnitude, isNegative: isNegative)
    }

    /// A number with a fraction or an exponent.
    private static func scaled<Value: FixedWidthInteger>(
        _ number: UnsafeBufferPointer<UInt8>, as: Value.Type
    ) -> Value? {
        let parts = number.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        var digits = parts[0].filter(\.isDigit)
        let fraction = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let decimals = fraction.count > 1 ? fraction[1].count : 0
        while digits.last == UInt8(ascii: "0"), digits.count > 1 { digits.removeLast() }
        let trailing = parts[0].filter(\.isDigit).count - digits.count
        guard !isZero(number) else { return 0 }
        guard let exponent = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) : 0 else { return nil }
        let (zeros, isFar) = exponent.addingReportingOverflow(trailing - decimals)
        guard !isFar, (0...20).contains(zeros),
            let magnitude = UInt64(String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: zeros))
        else { return nil }
        return signed(magnitude, isNegative: number.first == UInt8(ascii: "-"))
    }

    private static func signed<Value: FixedWidthInteger>(_ magnitude: UInt64, isNegative: Bool) -> Value? {
        guard isNegative else { return Value(exactly: magnitude) }
        // The one magnitude that only the negative side has.
        if magnitude == Int64.min.magnitude { return Value(exactly: Int64.min) }
        return Int64(exactly: magnitude).flatMap { Value(exactly: -$0) }
    }
}

extension UUID {
    /// Reads 32 hexadecimal digits with hyphens in their places, in either case.
    init?(utf8 text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 36 else { return nil }
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &bytes) { bytes in
            var index = 0
            for place in 0..<16 {
                if place == 4 || place == 6 || place == 8 || place == 10 {
                    guard text[index] == UInt8(ascii: "-") else { return false }
                    index += 1
                }
                guard let high = text[index].hexValue, let low = text[index + 1].hexValue else { return false }
                bytes[place] = high << 4 | low
                index += 2
            }
            return true
        }
        guard isRead else { return nil }
        self.init(uuid: bytes)
    }
}
