public import EventModel
public import Foundation
import Synchronization

/// The time in a test: it goes on by itself, and can be set ahead.
public final class TestClock: Sendable {
    private let ahead = Mutex(0.0)

    public init() {}

    public var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }
    public var today: Day { Day(now, in: TimeZone(identifier: TestCounty.zone) ?? .gmt) }
    public func advance(days: Double) { ahead.withLock { $0 += days * 86_400 } }
}
