import Testing

@testable import Telemetry

@Suite("Metrics")
struct MetricsTests {
    @Test("A family has one help line, one type line and a sample for each set of labels")
    func families() {
        let metrics = Metrics()
        metrics.counter("appends_total", help: "Events appended.", labels: ["outcome": "done"]).increment(by: 3)
        metrics.counter("appends_total", help: "Events appended.", labels: ["outcome": "again"]).increment()
        metrics.gauge("queue_depth", help: "Waiting.").set(2.5)
        #expect(
            metrics.exposition() == """
                # HELP appends_total Events appended.
                # TYPE appends_total counter
                appends_total{outcome="again"} 1
                appends_total{outcome="done"} 3
                # HELP queue_depth Waiting.
                # TYPE queue_depth gauge
                queue_depth 2.5

                """)
    }

    @Test("The same name and labels give the same metric")
    func sameMetric() {
        let metrics = Metrics()
        for _ in 0..<5 { metrics.counter("a_total", help: "A.", labels: ["x": "1", "y": "2"]).increment() }
        #expect(metrics.counter("a_total", help: "A.", labels: ["y": "2", "x": "1"]).value == 5)
    }

    @Test("A histogram counts each value under every bound that holds it")
    func histograms() {
        let metrics = Metrics()
        let histogram = metrics.histogram("wait_seconds", help: "Waits.", labels: ["k": "v"], bounds: [0.5, 1])
        for value in [0.25, 0.5, 0.75, 9] { histogram.observe(value) }
        #expect(
            metrics.exposition() == """
                # HELP wait_seconds Waits.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{k="v",le="0.5"} 2
                wait_seconds_bucket{k="v",le="1"} 3
                wait_seconds_bucket{k="v",le="+Inf"} 4
                wait_seconds_sum{k="v"} 10.5
                wait_seconds_count{k="v"} 4

                """)
    }

    @Test("A duration is observed in seconds")
    func durations() {
        let histogram = Metrics().histogram("d_seconds", help: "D.", bounds: [1])
        histogram.observe(.milliseconds(1500))
        #expect(histogram.snapshot.sum == 1.5)
        #expect(histogram.snapshot.cumulative == [0, 1])
    }

    @Test("Help and label values are escaped")
    func escapes() {
        let metrics = Metrics()
        metrics.gauge("g", help: "a\\b\nc\"d", labels: ["l": "a\\b\nc\"d"]).set(-.infinity)
        #expect(
            metrics.exposition()
                == "# HELP g a\\\\b\\nc\"d\n# TYPE g gauge\ng{l=\"a\\\\b\\nc\\\"d\"} -Inf\n")
    }

    @Test("A label from outside cannot make series without end")
    func seriesLimit() {
        let metrics = Metrics()
        for index in 0..<2000 {
            metrics.counter("r_total", help: "R.", labels: ["path": "/\(index)"]).increment()
        }
        let samples = metrics.exposition().split(separator: "\n").filter { $0.hasPrefix("r_total") }
        #expect(samples.count == MetricRegistry.seriesLimit + 1)
        #expect(samples.contains("r_total{path=\"other\"} 1500"))
    }

    @Test("Counts from many tasks are all counted", .timeLimit(.minutes(1)))
    func concurrency() async {
        let metrics = Metrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<500 {
                        metrics.counter("c_total", help: "C.").increment()
                        metrics.gauge("up_down", help: "G.").increment()
                        metrics.gauge("up_down", help: "G.").decrement()
                        metrics.histogram("h_seconds", help: "H.").observe(0.5)
                    }
                }
            }
        }
        #expect(metrics.counter("c_total", help: "C.").value == 8000)
        #expect(metrics.gauge("up_down", help: "G.").value == 0)
        #expect(metrics.histogram("h_seconds", help: "H.").snapshot.cumulative.last == 8000)
    }

    @Test("A name that is not snake case stops the program")
    func badName() async {
        await #expect(processExitsWith: .failure) {
            _ = Metrics().gauge("badName", help: "")
        }
        await #expect(processExitsWith: .failure) {
            _ = Metrics().counter("appends", help: "")
        }
        await #expect(processExitsWith: .failure) {
            let metrics = Metrics()
            _ = metrics.gauge("x_total", help: "")
            _ = metrics.counter("x_total", help: "")
        }
    }
}
