public import Foundation

/// A calendar date with no time and no zone, as courts and agencies write it.
public struct Day: Hashable, Sendable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Answers `nil` for a date that no calendar has, such as 30 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Day.length(ofMonth: month, in: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-10-13`, and nothing else.
    public init?(_ text: some StringProtocol) { self.init(utf8: text.utf8) }

    init?(utf8 text: some Collection<UInt8>) {
        var numbers = (0, 0, 0)
        var place = 0
        for byte in text {
            switch place {
            case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
            case 0..<10:
                guard byte.isDigit else { return nil }
                let digit = Int(byte - UInt8(ascii: "0"))
                if place < 4 {
                    numbers.0 = numbers.0 * 10 + digit
                } else if place < 7 {
                    numbers.1 = numbers.1 * 10 + digit
                } else {
                    numbers.2 = numbers.2 * 10 + digit
                }
            default: return nil
            }
            place += 1
        }
        guard place == 10 else { return nil }
        self.init(year: numbers.0, month: numbers.1, day: numbers.2)
    }

    /// The date that `instant` falls on in `zone`.
    public init(_ instant: Date, in zone: TimeZone) {
        let seconds = instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))
        self.init(daysSince1970: Int((seconds / 86_400).rounded(.down)))
    }

    /// Days since 1 January 1970, by the civil calendar algorithm of Howard Hinnant.
    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    public var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 1 is Monday, 7 is Sunday, as ISO 8601 counts.
    public var weekday: Int { (daysSince1970 % 7 + 10) % 7 + 1 }

    public func adding(days: Int) -> Day { Day(daysSince1970: daysSince1970 + days) }

    /// The same day of a later month; a day that the month does not have becomes its last, as 31 January in February.
    public func adding(months: Int) -> Day {
        let count = year * 12 + (month - 1) + months
        let (year, month) = (count / 12, count % 12 + 1)
        return Day(year: year, month: month, day: min(day, Day.length(ofMonth: month, in: year))) ?? self
    }

    /// The moment that this date begins in `zone`.
    public func start(in zone: TimeZone) -> Date { instant(secondsAfterMidnight: 0, in: zone) }

    /// The moment at a wall-clock time of this date in `zone`.
    ///
    /// A time that comes twice, when clocks are set back, is the first; one that is skipped, when they are set
    /// forward, counts on past the gap. So a date always starts on that date, also where midnight is skipped.
    public func instant(secondsAfterMidnight seconds: Int, in zone: TimeZone) -> Date {
        let utc = Date(timeIntervalSince1970: Double(daysSince1970 * 86_400 + seconds))
        let before = zone.secondsFromGMT(for: utc.addingTimeInterval(-86_400))
        let after = zone.secondsFromGMT(for: utc.addingTimeInterval(86_400))
        let early = utc.addingTimeInterval(-Double(before))
        guard before != after, zone.secondsFromGMT(for: early) != before else { return early }
        let late = utc.addingTimeInterval(-Double(after))
        return zone.secondsFromGMT(for: late) == after ? late : early
    }

    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(digits: year, width: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(digits: month, width: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(digits: day, width: 2)
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = Day(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "A date reads like 2026-10-13.")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
