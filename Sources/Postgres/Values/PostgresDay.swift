/// A calendar date without a time or a zone, a `date` in PostgreSQL.
public struct PostgresDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Takes a date of the proleptic Gregorian calendar, or gives nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (-4_712...5_874_897).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        self.init(daysSince2000: Self.daysSince2000(year: year, month: month, day: day))
        guard self.day == day, self.month == month else { return nil }
    }

    public static func < (left: PostgresDay, right: PostgresDay) -> Bool { left.daysSince2000 < right.daysSince2000 }

    /// ISO 8601, such as `2024-02-29`.
    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(abs(number))
            return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    var daysSince2000: Int { Self.daysSince2000(year: year, month: month, day: day) }

    /// The calendar in eras of 400 years that begin on 1 March, so that the leap day comes last.
    init(daysSince2000 days: Int) {
        let shifted = days + 730_425
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    private static func daysSince2000(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 730_425
    }
}

extension PostgresDay: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .date }

    public func bind(into buffer: inout [UInt8]) { buffer.append(bigEndian: Int32(daysSince2000)) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        guard cell.type == .date || cell.type == .inferred else { throw cell.mismatch(PostgresDay.self) }
        let days = try cell.integer(Int32.self, for: PostgresDay.self)
        guard days != .max, days != .min else { throw cell.mismatch(PostgresDay.self) }
        self.init(daysSince2000: Int(days))
    }
}
