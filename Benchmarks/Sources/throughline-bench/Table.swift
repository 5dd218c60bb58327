import Foundation

/// One measured figure beside its limit or peer, both from this run.
struct Row: Encodable {
    var name: String
    var value: Double
    var unit: String
    var reference: String
    var referenceValue: Double
    var ratio: Double
    var budget: Double?
    var met: Bool?
    /// Each run's figure and its reference's, in the order in which they were measured.
    var runs: [[Double]]

    init(_ name: String, _ unit: String, against reference: String, budget: Double?, runs: [[Double]]) {
        self.name = name
        self.unit = unit
        self.reference = reference
        self.budget = budget
        self.runs = runs
        value = median(runs.map { $0[0] })
        referenceValue = median(runs.map { $0[1] })
        ratio = median(runs.map { $0[0] / $0[1] })
        met = budget.map { [ratio] in ratio >= $0 }
    }
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// Runs a measurement and its reference in turn, the order changing each time, so that a noisy machine hurts both.
func alternate(
    _ count: Int, _ measured: () async throws -> Double, _ reference: () async throws -> Double
) async throws -> [[Double]] {
    var runs: [[Double]] = []
    for index in 0..<count {
        if index % 2 == 0 {
            let value = try await measured()
            runs.append([value, try await reference()])
        } else {
            let value = try await reference()
            runs.append([try await measured(), value])
        }
    }
    return runs
}

/// Seconds that a piece of work takes.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await work()
    return (clock.now - start) / .seconds(1)
}

func show(_ rows: [Row]) {
    func padded(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    print(
        padded("what", 30), padded("ours (min–max)", 34), padded("limit or peer", 40),
        padded("its figure (min–max)", 30),
        padded("ratio (min–max)", 19), "budget")
    for row in rows {
        let ratio = spread(row.ratio, row.runs.map { $0[0] / $0[1] }, "%.2f")
        let budget = row.budget.map { String(format: "%.2f %@", $0, row.met == true ? "met" : "NOT MET") } ?? "–"
        print(
            padded(row.name, 30), padded(spread(row.value, row.runs.map { $0[0] }, "%.0f") + " " + row.unit, 34),
            padded(row.reference, 40), padded(spread(row.referenceValue, row.runs.map { $0[1] }, "%.0f"), 30),
            padded(ratio, 19), budget)
    }
}

/// A median with the smallest and the largest figure.
private func spread(_ median: Double, _ values: [Double], _ format: String) -> String {
    func text(_ value: Double) -> String { String(format: format, value) }
    return "\(text(median)) (\(text(values.min() ?? 0))–\(text(values.max() ?? 0)))"
}
