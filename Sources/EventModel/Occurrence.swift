public import Foundation

/// When something happened: at a moment, or on a date whose time nobody wrote down.
public enum Occurrence: Hashable, Sendable {
    case moment(Date)
    case day(Day)

    /// The moment to order and compare by; a date counts from its start in the jurisdiction's zone.
    public func instant(in zone: TimeZone) -> Date {
        switch self {
        case .moment(let date): date
        case .day(let day): day.start(in: zone)
        }
    }
}
