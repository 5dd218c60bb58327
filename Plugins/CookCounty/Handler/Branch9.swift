import ModuleKit

/// The calendar of Branch 9, by General Administrative Order 2011-03 of the Circuit Court of Cook County.
///
/// Whether the order still holds is unverified. It says nothing of a Wednesday on which the court is closed.
enum Branch9 {
    static let courtTime = "13:30"

    /// The Wednesday of the week that follows the filing; a week begins on its Monday.
    static func courtDate(afterFilingOn filed: Day) -> Day {
        let monday = filed.adding(days: 1 - filed.weekday)
        return monday.adding(days: 7 + 2)
    }
}
