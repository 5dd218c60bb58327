import Foundation

/// Where the marks of the time machine go: one lane for each side, time from left to right.
enum LaneGeometry {
    static let left = 122.0
    static let right = 1152.0
    static let rows: [Lanes.Side: Double] = [.office: 42, .partner: 74, .system: 106]

    /// The horizontal place of a moment, in the units of the drawing.
    static func x(of moment: Date, from start: Date, to end: Date) -> Double {
        let span = end.timeIntervalSince(start)
        guard span > 0 else { return left }
        return left + (right - left) * min(1, max(0, moment.timeIntervalSince(start) / span))
    }

    /// The same place on a scale from 0 to 1000.
    static func permille(of moment: Date, from start: Date, to end: Date) -> Int {
        Int(((x(of: moment, from: start, to: end) - left) / (right - left) * 1000).rounded())
    }

    /// Moments for the grid: whole days, at most eight of them, none after the end.
    static func ticks(from start: Date, to end: Date, in zone: TimeZone) -> [Date] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let days = max(1, Int(end.timeIntervalSince(start) / 86_400))
        let steps = [1, 2, 7, 14, 28, 56, 91, 182, 364, 728]
        let step = steps.first { days / $0 <= 7 } ?? max(728, days / 7)
        var ticks: [Date] = []
        var tick = calendar.startOfDay(for: start)
        if tick < start { tick = calendar.date(byAdding: .day, value: 1, to: tick) ?? end.addingTimeInterval(1) }
        while tick <= end, ticks.count < 9 {
            ticks.append(tick)
            tick = calendar.date(byAdding: .day, value: step, to: tick) ?? end.addingTimeInterval(1)
        }
        return ticks
    }

    /// One decimal is finer than any screen shows.
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
