import Foundation
import Testing
import Threads

@Suite("Thread executor", .timeLimit(.minutes(1)))
struct ThreadExecutorTests {
    private actor Worker {
        nonisolated let executor: ThreadExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var calls = 0

        init(name: String = "worker") { executor = ThreadExecutor(name: name) }

        func call() -> (Thread.ID, Int) {
            assertIsolated()
            calls += 1
            return (ObjectIdentifier(Thread.current), calls)
        }
    }

    @Test("Every call runs on the same thread, one at a time")
    func oneThread() async {
        let worker = Worker()
        let first = await worker.call()
        let calls = await withTaskGroup(of: (Thread.ID, Int).self) { group in
            for _ in 0..<200 { group.addTask { await worker.call() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(calls.allSatisfy { $0.0 == first.0 })
        #expect(Set(calls.map(\.1)) == Set(2...201))
        #expect(worker.executor.isIsolatingCurrentContext() == false)
    }

    @Test("A call after the shutdown is still answered")
    func afterShutdown() async {
        let worker = Worker()
        #expect(await worker.call().1 == 1)
        worker.executor.shutDown()
        worker.executor.shutDown()
        #expect(await worker.call().1 == 2)
        #expect(await worker.call().1 == 3)
    }

    @Test("A thread ends with its executor")
    func threadEnds() async throws {
        func workers() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { task in
                (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)) == "lone-worker\n"
            }
        }
        var worker: Worker? = Worker(name: "lone-worker")
        _ = await worker?.call()
        try await until { try workers() >= 1 }  // the name is set by the thread itself
        worker = nil
        try await until { try workers() == 0 }
    }
}

/// Asks again until a condition holds; the suite's time limit ends a wait in vain.
private func until(_ condition: () throws -> Bool) async throws {
    while !(try condition()) { try await Task.sleep(for: .milliseconds(5)) }
}

extension Thread {
    fileprivate typealias ID = ObjectIdentifier
}
