public import Foundation

/// When a read model's next comparison with its rebuild is due.
///
/// One that comes once a day or less often waits for the night, at a moment of its own, so that not all come at once.
public struct CheckSchedule: Sendable {
    /// From one comparison of a read model to the next.
    public let interval: TimeInterval
    let calendar: Calendar
    /// The night, in hours of the calendar's day.
    private static let night = (from: 1.0, hours: 4.0)

    /// - Parameter zone: where the night is; the server's own by default.
    public init(interval: Duration, zone: TimeZone = .current) {
        self.interval = interval / .seconds(1)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// - Parameters:
    ///   - last: when it was compared, if it ever was.
    ///   - start: since when this server runs.
    ///   - name: what is compared; the same name has the same moment in every night.
    func due(after last: Date?, since start: Date, name: String) -> Date {
        let share = Self.share(name)
        guard interval >= 86_400 else {
            return last?.addingTimeInterval(interval) ?? start.addingTimeInterval(share * interval)
        }
        // Less than the interval by half a day: work of one night is due in a night again, not in the day after it.
        let earliest = last?.addingTimeInterval(interval - 43_200) ?? start
        let offset = (Self.night.from + share * Self.night.hours) * 3600
        let today = calendar.startOfDay(for: earliest).addingTimeInterval(offset)
        guard today < earliest else { return today }
        let midnight = calendar.date(byAdding: .day, value: 1, to: calendar.startOfDay(for: earliest)) ?? earliest
        return midnight.addingTimeInterval(offset)
    }

    /// A number from 0 to 1 that depends on nothing but the name (FNV-1a).
    private static func share(_ name: String) -> Double {
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return Double(hash >> 11) / Double(1 << 53 as UInt64)
    }
}
