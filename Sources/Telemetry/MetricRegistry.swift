import Synchronization

/// One metric of any kind.
enum Metric: Sendable {
    case counter(Counter)
    case gauge(Gauge)
    case histogram(Histogram)

    var kind: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}

/// All families and their series.
final class MetricRegistry: Sendable {
    /// Series a family may have; more share one whose label values are all `other`, so that a label taken from
    /// outside cannot fill the memory.
    static let seriesLimit = 500

    private struct Family {
        var help: String
        var kind: String
        var labelNames: [String]
        var series: [[String]: Metric] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    func metric<Kind>(
        _ name: String, help: String, labels: [String: String], make: (Metric?) -> Metric,
        as cast: (Metric) -> Kind?
    ) -> Kind {
        precondition(name.isMetricName, "A metric's name is snake_case: \(name)")
        let labelNames = labels.keys.sorted()
        precondition(labelNames.allSatisfy(\.isMetricName), "A label's name is snake_case: \(name) \(labelNames)")
        let values = labelNames.map { labels[$0] ?? "" }
        let metric = families.withLock { families in
            var family = families[name] ?? Family(help: help, kind: "", labelNames: labelNames)
            precondition(family.labelNames == labelNames, "The metric \(name) has other labels elsewhere.")
            var key = values
            if family.series[key] == nil, family.series.count >= Self.seriesLimit {
                key = values.map { _ in "other" }
            }
            let metric = family.series[key] ?? make(family.series.values.first)
            if family.series[key] == nil {
                family.series[key] = metric
                if family.kind.isEmpty { family.kind = metric.kind }
                families[name] = family
            }
            return metric
        }
        guard let typed = cast(metric) else {
            preconditionFailure("The metric \(name) is a \(metric.kind) elsewhere.")
        }
        return typed
    }

    func metric<Kind>(
        _ name: String, help: String, labels: [String: String], make: () -> Metric, as cast: (Metric) -> Kind?
    ) -> Kind {
        metric(name, help: help, labels: labels, make: { _ in make() }, as: cast)
    }

    func exposition() -> String {
        var text = ""
        for (name, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(family.help.helpEscaped)\n# TYPE \(name) \(family.kind)\n"
            let series = family.series.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            for (values, metric) in series {
                text += metric.samples(of: name, labels: Array(zip(family.labelNames, values)))
            }
        }
        return text
    }
}

extension Metric {
    fileprivate func samples(of name: String, labels: [(String, String)]) -> String {
        switch self {
        case .counter(let counter): return "\(name)\(block(labels)) \(counter.value)\n"
        case .gauge(let gauge): return "\(name)\(block(labels)) \(gauge.value.prometheus)\n"
        case .histogram(let histogram):
            let now = histogram.snapshot
            var text = ""
            for (bound, count) in zip(histogram.bounds + [.infinity], now.cumulative) {
                text += "\(name)_bucket\(block(labels + [("le", bound.prometheus)])) \(count)\n"
            }
            text += "\(name)_sum\(block(labels)) \(now.sum.prometheus)\n"
            text += "\(name)_count\(block(labels)) \(now.cumulative.last ?? 0)\n"
            return text
        }
    }

    private func block(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0)=\"\($1.labelEscaped)\"" }.joined(separator: ",") + "}"
    }
}

extension Double {
    fileprivate var prometheus: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
        return magnitude < 1e15 && self == rounded() ? String(Int64(self)) : "\(self)"
    }
}

extension String {
    fileprivate var isMetricName: Bool {
        guard let first = utf8.first, first == 0x5F || (0x61...0x7A).contains(first) else { return false }
        return utf8.allSatisfy { $0 == 0x5F || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }

    fileprivate var helpEscaped: String { escaping(["\\": "\\\\", "\n": "\\n"]) }

    fileprivate var labelEscaped: String { escaping(["\\": "\\\\", "\n": "\\n", "\"": "\\\""]) }

    private func escaping(_ table: [Unicode.Scalar: String]) -> String {
        unicodeScalars.reduce(into: "") { text, scalar in
            if let escape = table[scalar] { text += escape } else { text.unicodeScalars.append(scalar) }
        }
    }
}
