import Synchronization

/// Values counted by size.
public final class Histogram: Sendable {
    /// Five milliseconds to ten seconds, for requests and queries.
    public static let secondsBounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// The upper bounds, each inclusive; what is above the last counts under `+Inf`.
    public let bounds: [Double]

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }
    private let state: Mutex<State>

    init(bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "The bounds of a histogram grow.")
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    public func observe(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    public func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) / 1e18)
    }

    var snapshot: (cumulative: [Int], sum: Double) {
        let state = state.withLock { $0 }
        var total = 0
        let cumulative = state.counts.map { count in
            total += count
            return total
        }
        return (cumulative, state.sum)
    }
}
