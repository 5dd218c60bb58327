import Foundation
import Testing

/// Runs by itself, after the others: it computes for minutes, and would starve what runs beside it.
@Suite("Simulation of the log", .timeLimit(.minutes(15)))
struct SimulationOfTheLogTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// How many storms, and the seed of the first: `SIMULATED_SEEDS=100000 SIMULATED_FROM=1`.
    private static let count = environment["SIMULATED_SEEDS"].flatMap(UInt64.init) ?? 2000
    private static let first = environment["SIMULATED_FROM"].flatMap(UInt64.init) ?? 1

    @Test("In any storm each acknowledged command is in the log once, each event is answered once, and rows are right")
    func storms() async throws {
        let workers = UInt64(ProcessInfo.processInfo.activeProcessorCount)
        let failures = try await withThrowingTaskGroup(of: [String].self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var failures: [String] = []
                    for seed in stride(from: Self.first + worker, to: Self.first + Self.count, by: Int(workers)) {
                        failures += try SimulatedWorld.run(seed: seed).map { "seed \(seed): \($0)" }
                    }
                    return failures
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        print("simulated seeds \(Self.first) to \(Self.first + Self.count - 1): \(failures.count) failures")
        #expect(failures.isEmpty, "\(failures.sorted().prefix(20).joined(separator: "\n"))")
    }

    @Test("The same seed is the same storm")
    func repeatable() throws {
        for seed: UInt64 in 1...4 { #expect(try SimulatedWorld.run(seed: seed) == SimulatedWorld.run(seed: seed)) }
    }
}
