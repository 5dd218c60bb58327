import EventModel
import Foundation

/// Writes one flat JSON object in the restricted profile of RFC 8785: the caller gives ASCII keys in sorted order, and
/// values are strings, whole numbers below 2^53, booleans and null. Straight into bytes, for it runs once per event.
struct CanonicalJSON {
    var bytes: [UInt8]
    private let start: Int

    /// Begins an object after what `bytes` hold.
    init(after bytes: consuming [UInt8]) {
        start = bytes.count
        self.bytes = bytes
        self.bytes.reserveCapacity(start + 512)
        self.bytes.append(UInt8(ascii: "{"))
    }

    /// Ends the object.
    consuming func closed() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    mutating func string(_ key: StaticString, _ value: String?) {
        quoted(key, value) { bytes, value in
            for byte in value.utf8 { Self.append(byte, to: &bytes) }
        }
    }

    mutating func id(_ key: StaticString, _ value: UUID?) {
        quoted(key, value) { bytes, value in
            withUnsafeBytes(of: value.uuid) { id in
                for place in 0..<16 {
                    if place == 4 || place == 6 || place == 8 || place == 10 { bytes.append(UInt8(ascii: "-")) }
                    Hexadecimal.append(CollectionOfOne(id[place]), to: &bytes)
                }
            }
        }
    }

    /// `sha256:` and 64 hexadecimal digits.
    mutating func digest(_ key: StaticString, _ value: Hash256) {
        quoted(key, value) { bytes, value in
            bytes.append(contentsOf: "sha256:".utf8)
            value.withUnsafeBytes { Hexadecimal.append($0, to: &bytes) }
        }
    }

    /// The moment as `Date.rfc3339` writes it, to the microsecond.
    mutating func moment(_ key: StaticString, _ value: Date) {
        quoted(key, value) { bytes, value in Self.append(value, to: &bytes) }
    }

    mutating func integer(_ key: StaticString, _ value: Int64) {
        name(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func boolean(_ key: StaticString, _ value: Bool) {
        name(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    private mutating func quoted<Value>(
        _ key: StaticString, _ value: Value?, _ write: (inout [UInt8], Value) -> Void
    ) {
        name(key)
        guard let value else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        write(&bytes, value)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func name(_ key: StaticString) {
        if bytes.count > start + 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Digit by digit, because two moments of each event made as strings took longer than hashing it.
    private static func append(_ moment: Date, to bytes: inout [UInt8]) {
        let seconds = moment.timeIntervalSinceReferenceDate
        // A moment that RFC 3339 cannot write is in no honest log, and must not stop who reads a dishonest one.
        guard abs(seconds) < 255_000_000_000 else {
            bytes.append(contentsOf: String(seconds).utf8)
            return
        }
        let whole = seconds.rounded(.down)
        let micros = (Int(whole) + 978_307_200) * 1_000_000 + Int(((seconds - whole) * 1_000_000).rounded())
        let days = Int((Double(micros) / 86_400_000_000).rounded(.down))
        let day = Day(daysSince1970: days)
        let rest = micros - days * 86_400_000_000
        let clock = rest / 1_000_000
        guard (0...9999).contains(day.year) else {
            bytes.append(contentsOf: String(seconds).utf8)
            return
        }
        append(day.year, width: 4, then: "-", to: &bytes)
        append(day.month, width: 2, then: "-", to: &bytes)
        append(day.day, width: 2, then: "T", to: &bytes)
        append(clock / 3600, width: 2, then: ":", to: &bytes)
        append(clock / 60 % 60, width: 2, then: ":", to: &bytes)
        append(clock % 60, width: 2, then: ".", to: &bytes)
        append(rest % 1_000_000, width: 6, then: "Z", to: &bytes)
    }

    private static func append(_ number: Int, width: Int, then end: Unicode.Scalar, to bytes: inout [UInt8]) {
        var unit = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
        bytes.append(UInt8(ascii: end))
    }

    /// Escapes what RFC 8785 escapes and nothing else.
    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0x08: bytes += Array("\\b".utf8)
        case 0x09: bytes += Array("\\t".utf8)
        case 0x0A: bytes += Array("\\n".utf8)
        case 0x0C: bytes += Array("\\f".utf8)
        case 0x0D: bytes += Array("\\r".utf8)
        case 0..<0x20:
            bytes += Array("\\u00".utf8)
            Hexadecimal.append(CollectionOfOne(byte), to: &bytes)
        default: bytes.append(byte)
        }
    }
}
