/// The numbers a server keeps about itself, by name and labels.
///
/// Asking twice for the same name and labels gives the same metric, so a caller may ask each time or keep it.
/// Labels hold kinds and codes only: never an id, a name, an address or anything else about a person.
public struct Metrics: Sendable {
    private let registry = MetricRegistry()

    public init() {}

    /// A number that only grows; its name ends in `_total`.
    public func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
        precondition(name.hasSuffix("_total"), "The name of a counter ends in _total: \(name)")
        return registry.metric(name, help: help, labels: labels) {
            .counter(Counter())
        } as: {
            if case .counter(let counter) = $0 { counter } else { nil }
        }
    }

    /// A number that goes up and down.
    public func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
        registry.metric(name, help: help, labels: labels) {
            .gauge(Gauge())
        } as: {
            if case .gauge(let gauge) = $0 { gauge } else { nil }
        }
    }

    /// How often values fell below each bound. The bounds of the first call hold for the whole family.
    public func histogram(
        _ name: String, help: String, labels: [String: String] = [:], bounds: [Double] = Histogram.secondsBounds
    ) -> Histogram {
        registry.metric(name, help: help, labels: labels) { first in
            if case .histogram(let other) = first { return .histogram(Histogram(bounds: other.bounds)) }
            return .histogram(Histogram(bounds: bounds))
        } as: {
            if case .histogram(let histogram) = $0 { histogram } else { nil }
        }
    }

    /// Every metric in the Prometheus text format, version 0.0.4.
    public func exposition() -> String { registry.exposition() }

    /// The content type of `exposition()`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
}
