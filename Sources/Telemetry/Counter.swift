import Synchronization

/// A number that only grows.
public final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    init() {}

    public var value: Int { count.load(ordering: .relaxed) }

    public func increment(by amount: Int = 1) {
        precondition(amount >= 0, "A counter only grows.")
        count.wrappingAdd(amount, ordering: .relaxed)
    }
}
