import Synchronization

/// A number that goes up and down.
public final class Gauge: Sendable {
    private let number = Mutex(0.0)

    init() {}

    public var value: Double { number.withLock { $0 } }

    public func set(_ value: Double) { number.withLock { $0 = value } }

    public func increment(by amount: Double = 1) { number.withLock { $0 += amount } }

    public func decrement(by amount: Double = 1) { number.withLock { $0 -= amount } }
}
