public import Foundation

/// Moments as RFC 3339 text in UTC, exact to the microsecond that PostgreSQL keeps.
public enum Timestamp {
    /// Writes `2026-11-22T01:02:03.123456Z`.
    public static func text(_ date: Date) -> String {
        var bytes: [UInt8] = []
        append(date, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same at the end of some bytes.
    static func append(_ date: Date, to bytes: inout [UInt8]) {
        // From 2001, as `Date` counts, so that no precision is lost on the way.
        let seconds = date.timeIntervalSinceReferenceDate
        let whole = seconds.rounded(.down)
        var micros = (Int(whole) + 978_307_200) * 1_000_000 + Int(((seconds - whole) * 1_000_000).rounded())
        // In whole numbers: a quotient of doubles rounds the last microsecond of a far day up to the next one.
        var days = micros / microsPerDay
        micros %= microsPerDay
        if micros < 0 { (days, micros) = (days - 1, micros + microsPerDay) }
        let clock = micros / 1_000_000
        Day(daysSince1970: days).append(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(digits: clock / 3600, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digits: clock / 60 % 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digits: clock % 60, width: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.append(digits: micros % 1_000_000, width: 6)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Reads what `text` writes and what PostgreSQL writes: any number of decimals up to nine, any offset.
    public static func date(_ text: String) -> Date? {
        var text = text
        return text.withUTF8 { date(utf8: $0) }
    }

    static func date(utf8 text: UnsafeBufferPointer<UInt8>) -> Date? {
        var rest = text[...]
        guard let day = Day(utf8: rest.prefix(10)) else { return nil }
        rest = rest.dropFirst(10)
        guard let separator = rest.popFirst(), separator == UInt8(ascii: "T") || separator == UInt8(ascii: " "),
            let hour = number(&rest, before: 24), take(":", &rest), let minute = number(&rest, before: 60),
            take(":", &rest), let second = number(&rest, before: 60)
        else { return nil }
        var micros = 0
        if take(".", &rest) {
            let digits = rest.prefix(while: \.isDigit)
            guard (1...9).contains(digits.count) else { return nil }
            let nanos = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            micros = ((digits.count..<9).reduce(nanos) { value, _ in value * 10 } + 500) / 1000
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = offset(&rest), rest.isEmpty else { return nil }
        let seconds = day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        // One division of whole microseconds since 2001 rounds exactly as the driver's decoding does.
        let whole = seconds - 978_307_200
        if let exact = Double(exactly: whole * 1_000_000 + micros) {
            return Date(timeIntervalSinceReferenceDate: exact / 1_000_000)
        }
        return Date(timeIntervalSinceReferenceDate: Double(whole) + Double(micros) / 1_000_000)
    }

    private static let microsPerDay = 86_400_000_000

    private typealias Rest = Slice<UnsafeBufferPointer<UInt8>>

    private static func offset(_ rest: inout Rest) -> Int? {
        guard let sign = rest.popFirst() else { return nil }
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(&rest, before: 24) else {
            return nil
        }
        var seconds = hours * 3600
        if take(":", &rest) {
            guard let minutes = number(&rest, before: 60) else { return nil }
            seconds += minutes * 60
        }
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Two digits.
    private static func number(_ rest: inout Rest, before limit: Int) -> Int? {
        guard let tens = rest.popFirst(), let ones = rest.popFirst(), tens.isDigit, ones.isDigit else { return nil }
        let number = Int(tens - UInt8(ascii: "0")) * 10 + Int(ones - UInt8(ascii: "0"))
        return number < limit ? number : nil
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout Rest) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }
}

extension [UInt8] {
    /// Appends a number that is not negative, with zeros before it up to a width.
    mutating func append(digits number: Int, width: Int) {
        let text = String(number).utf8
        for _ in text.count..<Swift.max(width, text.count) { append(UInt8(ascii: "0")) }
        append(contentsOf: text)
    }
}
