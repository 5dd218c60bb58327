public import Foundation

/// Moments as RFC 3339 writes them, which is how events, answers and files carry them.
extension Date {
    /// The moment in UTC to the microsecond, such as `2026-10-13T15:12:00.000000Z`.
    ///
    /// The width is fixed, so one moment has one spelling and its texts sort as the moments do.
    public var rfc3339: String {
        let (second, microsecond) = Date.wholeMicroseconds(of: self)
        let day = Day(daysSince1970: Int((Double(second) / 86_400).rounded(.down)))
        let inDay = second - day.daysSince1970 * 86_400
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(day)T\(padded(inDay / 3600)):\(padded(inDay / 60 % 60)):\(padded(inDay % 60))"
            + ".\(padded(microsecond, 6))Z"
    }

    /// Reads `2026-10-13T15:12:00Z` with an optional fraction and any offset; answers `nil` for anything else.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), let day = Day(text.prefix(10)),
            let hour = Date.number(bytes, 11, before: 24), bytes[13] == UInt8(ascii: ":"),
            let minute = Date.number(bytes, 14, before: 60), bytes[16] == UInt8(ascii: ":"),
            let second = Date.number(bytes, 17, before: 60)
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (48...57).contains($0) }
            guard (1...9).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)) else {
                return nil
            }
            fraction = Double(number) / (0..<digits.count).reduce(1.0) { scale, _ in scale * 10 }
            rest = rest[digits.endIndex...]
        }
        guard let offset = Date.offset(Array(rest)) else { return nil }
        let whole = day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(timeIntervalSinceReferenceDate: Double(whole - 978_307_200) + fraction)
    }

    /// The span that a four-digit year can write.
    static let writable = Date(timeIntervalSince1970: -62_135_596_800)..<Date(timeIntervalSince1970: 253_402_300_799.5)

    private static func wholeMicroseconds(of date: Date) -> (second: Int, microsecond: Int) {
        let interval = date.timeIntervalSinceReferenceDate
        let floor = interval.rounded(.down)
        let microseconds = Int(((interval - floor) * 1_000_000).rounded())
        return (Int(floor) + 978_307_200 + microseconds / 1_000_000, microseconds % 1_000_000)
    }

    private static func number(_ bytes: [UInt8], _ index: Int, before limit: Int) -> Int? {
        guard bytes.indices.contains(index + 1), (48...57).contains(bytes[index]), (48...57).contains(bytes[index + 1])
        else { return nil }
        let value = Int(bytes[index] - 48) * 10 + Int(bytes[index + 1] - 48)
        return value < limit ? value : nil
    }

    /// The seconds east of UTC that `Z`, `+05:30` or `-06:00` says.
    private static func offset(_ bytes: [UInt8]) -> Int? {
        if bytes == [UInt8(ascii: "Z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes, 1, before: 24),
            let minutes = number(bytes, 4, before: 60)
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }
}

extension JSONEncoder.DateEncodingStrategy {
    /// Stored moments are RFC 3339 text: the stored profile of JSON has no fractions.
    static var stored: Self {
        .custom { date, encoder in
            guard Date.writable.contains(date) else {
                throw EncodingError.invalidValue(
                    date.timeIntervalSince1970, .init(codingPath: encoder.codingPath, debugDescription: "The year must have four digits."))
            }
            var container = encoder.singleValueContainer()
            try container.encode(date.rfc3339)
        }
    }
}

extension JSONDecoder.DateDecodingStrategy {
    static var stored: Self {
        .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Date(rfc3339: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "A moment reads like 2026-10-13T15:12:00.000000Z.")
            }
            return date
        }
    }
}
