/// When to look again at an event that could not be read: soon at first, then ever more rarely.
public struct RetryPace: Sendable {
    public var first: Duration
    public var longest: Duration

    public init(first: Duration = .seconds(5), longest: Duration = .seconds(300)) {
        self.first = first
        self.longest = longest
    }
}

/// A reader of the log that stands still before an event that it cannot read.
public struct Stop: Sendable {
    /// The event that it stands before.
    public let position: Int64
    private var wait: Duration
    private var retryAt: ContinuousClock.Instant

    /// Stops, or stops again: each time at the same event doubles the wait.
    public init(at position: Int64, after earlier: Stop?, pace: RetryPace, now: ContinuousClock.Instant = .now) {
        self.position = position
        wait = earlier.map { $0.position == position ? min($0.wait * 2, pace.longest) : pace.first } ?? pace.first
        retryAt = now + wait
    }

    /// Whether it is time to look at the event again.
    public func isDue(at now: ContinuousClock.Instant = .now) -> Bool { retryAt <= now }
}
