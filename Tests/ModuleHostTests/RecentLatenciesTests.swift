import Testing

@testable import ModuleHost

@Suite("Recent latencies")
struct RecentLatenciesTests {
    @Test("Percentiles are of the calls that there were")
    func percentiles() {
        var latencies = RecentLatencies()
        #expect(latencies.percentile(50) == nil)
        latencies.add(.milliseconds(7))
        #expect(latencies.percentile(50) == .milliseconds(7) && latencies.percentile(99) == .milliseconds(7))
        for number in (1...99).reversed() { latencies.add(.milliseconds(number)) }
        #expect(latencies.percentile(50) == .milliseconds(49))
        #expect(latencies.percentile(99) == .milliseconds(98))
    }

    @Test("Old calls are forgotten")
    func window() {
        var latencies = RecentLatencies()
        latencies.add(.seconds(9))
        for _ in 0..<RecentLatencies.capacity { latencies.add(.milliseconds(1)) }
        #expect(latencies.percentile(100) == .milliseconds(1))
    }
}
