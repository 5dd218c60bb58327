import EventModel
import Foundation

/// Writes one flat JSON object in the restricted profile of RFC 8785: the caller gives ASCII keys in sorted order, and
/// values are strings, whole numbers below 2^53, booleans and null.
///
/// It writes bytes into memory of its own, for it runs twice for each event of a log that is verified.
struct CanonicalJSON: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    init() {
        memory = .allocate(capacity: 1024)
        put(UInt8(ascii: "{"))
    }

    deinit { memory.deallocate() }

    /// Ends the object and lends its bytes.
    mutating func close<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
        put(UInt8(ascii: "}"))
        return use(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[..<count]))
    }

    mutating func string(_ key: StaticString, _ value: String?) {
        name(key)
        guard var value else { return put("null") }
        put(UInt8(ascii: "\""))
        value.withUTF8 { bytes in
            if bytes.contains(where: Self.isEscaped) {
                for byte in bytes { escape(byte) }
            } else {
                put(bytes)
            }
        }
        put(UInt8(ascii: "\""))
    }

    mutating func id(_ key: StaticString, _ value: UUID?) {
        name(key)
        guard let value else { return put("null") }
        put(UInt8(ascii: "\""))
        withUnsafeBytes(of: value.uuid) { id in
            for (start, end) in [(0, 4), (4, 6), (6, 8), (8, 10), (10, 16)] {
                if start > 0 { put(UInt8(ascii: "-")) }
                hexadecimal(id[start..<end])
            }
        }
        put(UInt8(ascii: "\""))
    }

    /// `sha256:` and 64 hexadecimal digits.
    mutating func digest(_ key: StaticString, _ value: Hash256) {
        name(key)
        put("\"sha256:")
        value.withUnsafeBytes { hexadecimal($0[...]) }
        put(UInt8(ascii: "\""))
    }

    mutating func integer(_ key: StaticString, _ value: Int64) {
        name(key)
        if value < 0 { put(UInt8(ascii: "-")) }
        let digits = value.magnitude
        var unit: UInt64 = 1
        while digits / unit >= 10 { unit *= 10 }
        while unit > 0 {
            put(UInt8(ascii: "0") + UInt8(digits / unit % 10))
            unit /= 10
        }
    }

    mutating func boolean(_ key: StaticString, _ value: Bool) {
        name(key)
        put(value ? "true" : "false")
    }

    /// The moment as `Date.rfc3339` writes it, to the microsecond.
    mutating func moment(_ key: StaticString, _ value: Date) {
        name(key)
        put(UInt8(ascii: "\""))
        moment(value)
        put(UInt8(ascii: "\""))
    }

    private mutating func moment(_ moment: Date) {
        let seconds = moment.timeIntervalSinceReferenceDate
        // A moment that RFC 3339 cannot write is in no honest log, and must not stop who reads a dishonest one.
        guard abs(seconds) < 255_000_000_000 else {
            for byte in String(seconds).utf8 { put(byte) }
            return
        }
        let whole = seconds.rounded(.down)
        let micros = (Int(whole) + 978_307_200) * 1_000_000 + Int(((seconds - whole) * 1_000_000).rounded())
        // Rounded down in whole numbers: a quotient of doubles takes the last microsecond of a far day for the next one.
        let days = (micros - (micros < 0 ? 86_399_999_999 : 0)) / 86_400_000_000
        let day = Day(daysSince1970: days)
        guard (0...9999).contains(day.year) else {
            for byte in String(seconds).utf8 { put(byte) }
            return
        }
        let rest = micros - days * 86_400_000_000
        let clock = rest / 1_000_000
        number(day.year, unit: 1000, then: "-")
        number(day.month, unit: 10, then: "-")
        number(day.day, unit: 10, then: "T")
        number(clock / 3600, unit: 10, then: ":")
        number(clock / 60 % 60, unit: 10, then: ":")
        number(clock % 60, unit: 10, then: ".")
        number(rest % 1_000_000, unit: 100_000, then: "Z")
    }

    /// Digits from that of `unit` down.
    private mutating func number(_ number: Int, unit: Int, then end: Unicode.Scalar) {
        var unit = unit
        while unit > 0 {
            put(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
        put(UInt8(ascii: end))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Escapes what RFC 8785 escapes and nothing else.
    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case 0x08: put("\\b")
        case 0x09: put("\\t")
        case 0x0A: put("\\n")
        case 0x0C: put("\\f")
        case 0x0D: put("\\r")
        case 0..<0x20:
            put("\\u00")
            put(Hexadecimal.digit(byte >> 4))
            put(Hexadecimal.digit(byte & 15))
        default: put(byte)
        }
    }

    private mutating func hexadecimal(_ bytes: UnsafeRawBufferPointer.SubSequence) {
        reserve(2 * bytes.count)
        for byte in bytes {
            memory[count] = Hexadecimal.digit(byte >> 4)
            memory[count + 1] = Hexadecimal.digit(byte & 15)
            count += 2
        }
    }

    private mutating func name(_ key: StaticString) {
        if count > 1 { put(UInt8(ascii: ",")) }
        put(UInt8(ascii: "\""))
        put(key)
        put("\":")
    }

    private mutating func put(_ text: StaticString) { text.withUTF8Buffer { put($0) } }

    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        UnsafeMutableRawBufferPointer(memory).baseAddress?.advanced(by: count)
            .copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    private mutating func put(_ byte: UInt8) {
        reserve(1)
        memory[count] = byte
        count += 1
    }

    private mutating func reserve(_ more: Int) {
        guard memory.count - count < more else { return }
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * memory.count + more)
        _ = larger.update(fromContentsOf: memory)
        memory.deallocate()
        memory = larger
    }
}
