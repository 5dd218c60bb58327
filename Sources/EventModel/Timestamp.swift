public import Foundation

/// Moments as RFC 3339 text in UTC, exact to the microsecond that PostgreSQL keeps.
public enum Timestamp {
    /// Writes `2026-11-22T01:02:03.123456Z`.
    public static func text(_ date: Date) -> String {
        // From 2001, as `Date` counts, so that no precision is lost on the way.
        let seconds = date.timeIntervalSinceReferenceDate
        let whole = seconds.rounded(.down)
        var micros = (Int(whole) + 978_307_200) * 1_000_000 + Int(((seconds - whole) * 1_000_000).rounded())
        let day = Day(daysSince1970: Int((Double(micros) / 86_400_000_000).rounded(.down)))
        micros -= day.daysSince1970 * 86_400_000_000
        let clock = micros / 1_000_000
        return "\(day)T\(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))."
            + "\(padded(micros % 1_000_000, 6))Z"
    }

    /// Reads what `text` writes and what PostgreSQL writes: any number of decimals up to nine, any offset.
    public static func date(_ text: String) -> Date? {
        var rest = Substring(text)
        guard let day = Day(rest.prefix(10)) else { return nil }
        rest = rest.dropFirst(10)
        guard let separator = rest.popFirst(), separator == "T" || separator == " ",
            let hour = number(&rest, before: 24), take(":", &rest), let minute = number(&rest, before: 60),
            take(":", &rest), let second = number(&rest, before: 60)
        else { return nil }
        var micros = 0
        if take(".", &rest) {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard (1...9).contains(digits.count), let value = Int(digits) else { return nil }
            micros = ((digits.count..<9).reduce(value) { value, _ in value * 10 } + 500) / 1000
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

    private static func offset(_ rest: inout Substring) -> Int? {
        guard let sign = rest.popFirst() else { return nil }
        if sign == "Z" { return 0 }
        guard sign == "+" || sign == "-", let hours = number(&rest, before: 24) else { return nil }
        var seconds = hours * 3600
        if take(":", &rest) {
            guard let minutes = number(&rest, before: 60) else { return nil }
            seconds += minutes * 60
        }
        return sign == "-" ? -seconds : seconds
    }

    private static func number(_ rest: inout Substring, before limit: Int) -> Int? {
        let digits = rest.prefix(2)
        guard digits.utf8.count == 2, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits),
            number < limit
        else { return nil }
        rest = rest.dropFirst(2)
        return number
    }

    private static func take(_ character: Character, _ rest: inout Substring) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// For `JSONEncoder.DateEncodingStrategy.custom`: no fraction ever reaches a stored document.
    @Sendable public static func encode(_ date: Date, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text(date))
    }

    /// For `JSONDecoder.DateDecodingStrategy.custom`.
    @Sendable public static func decode(from decoder: any Decoder) throws -> Date {
        let container = try decoder.singleValueContainer()
        guard let date = date(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is not an RFC 3339 moment.")
        }
        return date
    }
}
