import BenchRules
import Foundation
import ModuleHost
import ModuleKit

/// A decide through the whole sandbox, against the same function called in this process.
enum Modules {
    private static let request = DecideRequest(
        jurisdiction: "us-zz-bench", on: Day(daysSince1970: 20_000), command: "bench.file",
        payload: ["filed-on": .string(Day(daysSince1970: 19_990).description)])

    /// One caller: calls a second, and the times that half and 99 of 100 calls take at most.
    static func rows(runs: Int, calls: Int = 5000) async throws -> [Row] {
        let registry = ModuleRegistry()
        let here = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        try await registry.install(
            ModuleProgram(executable: here.deletingLastPathComponent().appendingPathComponent("bench-module").path))
        let rule = FilingRule()
        var measured: [(ours: Times, direct: Times)] = []
        do {
            for run in 0..<runs {
                func ours() async throws -> Times {
                    try await Times(calls) { _ = try await registry.decide(request, by: FilingRule.manifest.id) }
                }
                func direct() async throws -> Times { try await Times(calls) { _ = try rule.decide(request) } }
                // The order changes, so that a noisy machine hurts both.
                let early = run % 2 == 1 ? try await direct() : nil
                let times = try await ours()
                if let early { measured.append((times, early)) } else { measured.append((times, try await direct())) }
            }
        } catch {
            await registry.shutDown()
            throw error
        }
        await registry.shutDown()
        func row(_ name: String, _ unit: String, _ value: (Times) -> Double) -> Row {
            Row(
                name, unit, against: "the same function in process", budget: nil,
                runs: measured.map { [value($0.ours), value($0.direct)] })
        }
        return [
            row("decide in the sandbox, 1 caller", "calls/s", \.perSecond),
            row("decide in the sandbox, p50", "ns", { $0.quantile(0.5) }),
            row("decide in the sandbox, p99", "ns", { $0.quantile(0.99) }),
        ]
    }
}

/// How long each of some calls took.
private struct Times {
    private var nanoseconds: [Double] = []

    init(_ calls: Int, _ call: () async throws -> Void) async throws {
        nanoseconds.reserveCapacity(calls)
        let clock = ContinuousClock()
        for _ in 0..<calls {
            let start = clock.now
            try await call()
            nanoseconds.append((clock.now - start) / .nanoseconds(1))
        }
        nanoseconds.sort()
    }

    var perSecond: Double { Double(nanoseconds.count) / (nanoseconds.reduce(0, +) / 1e9) }

    func quantile(_ share: Double) -> Double {
        nanoseconds[min(nanoseconds.count - 1, Int(Double(nanoseconds.count) * share))]
    }
}
