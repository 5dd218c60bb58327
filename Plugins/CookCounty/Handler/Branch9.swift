import ModuleKit

/// The calendar of Branch 9.
///
/// The first date and its time are those of General Administrative Order 2011-03 of the Circuit Court of Cook County;
/// the court dates every three months and the monthly contact are those of the CrimeSolutions profile. Whether the
/// order still holds is unverified.
enum Branch9 {
    static let months = 12
    static let courtTime = "13:30"

    /// The Wednesday of the week that follows the filing; a week begins on its Monday.
    static func courtDate(afterFilingOn filed: Day) -> Day {
        let monday = filed.adding(days: 1 - filed.weekday)
        return monday.adding(days: 7 + 2)
    }

    /// The last days for the court dates after the first, one in every three months.
    static func courtDates(after first: Day) -> [Day] {
        stride(from: 3, through: months, by: 3).map(first.adding(months:))
    }

    /// The last days for the monthly contacts with pretrial services.
    static func contacts(after first: Day) -> [Day] { (1...months).map(first.adding(months:)) }
}
