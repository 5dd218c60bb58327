import EventModel
import Glibc
import ModuleKit
import Testing

@testable import ModuleHost

/// The misbehaving module, ready to be installed under any id.
func misbehaving(
    _ id: String = "test-county", version: String = "1.0.0", without walls: Set<ModuleProgram.Wall> = []
) throws -> ModuleProgram {
    var program = ModuleProgram(
        executable: try built("misbehaving-module"), arguments: [id, version],
        limits: SandboxLimits(addressSpace: 256 << 20))
    program.without = walls
    return program
}

/// Generous enough for a busy machine, short enough for a test that waits for the end of it.
let patientRules = SupervisionRules(callDeadline: .seconds(6), startDeadline: .seconds(60), backOff: [.zero])

extension DecideRequest {
    static func test(_ command: String, payload: JSONObject = [:], inputs: JSONObject = [:]) throws -> DecideRequest {
        DecideRequest(
            jurisdiction: "test", on: try #require(Day("2026-10-13")), command: "test.\(command)", payload: payload,
            inputs: inputs)
    }
}

/// What the well-behaved command answers.
func greeting(by version: String = "1.0.0") -> Decision {
    .events([ProposedEvent(type: "test.greeted", payload: ["by": .string(version)])])
}

/// Whether a process is gone and reaped.
func isGone(_ pid: Int32) -> Bool { kill(pid, 0) == -1 && errno == ESRCH }

/// Whether a process runs no more, though it may not be reaped yet.
func isEnded(_ pid: Int32) -> Bool {
    guard let descriptor = fopen("/proc/\(pid)/stat", "r") else { return true }
    defer { fclose(descriptor) }
    var line = [CChar](repeating: 0, count: 512)
    guard fgets(&line, Int32(line.count), descriptor) != nil else { return true }
    return String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).contains(") Z ")
}

/// Asks again until a condition holds; the suite's time limit ends a wait in vain.
func until(_ condition: () async throws -> Bool) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(5)) }
}

/// Keeps what was reported.
actor NoticeBook {
    private(set) var notices: [ModuleNotice.What] = []

    /// Reads to the end of the stream.
    func read(_ stream: AsyncStream<ModuleNotice>) async {
        for await notice in stream { notices.append(notice.what) }
    }

    var crashes: [ModuleNotice.What] {
        notices.filter { if case .crashed = $0 { true } else { false } }
    }

    var pids: [Int32] {
        notices.compactMap { if case .started(let pid, _) = $0 { pid } else { nil } }
    }
}

/// Runs a body with an empty registry, shuts it down and checks that no process it started is left.
func withRegistry(
    _ rules: SupervisionRules = patientRules,
    _ body: @Sendable (ModuleRegistry, NoticeBook) async throws -> Void
) async throws {
    let registry = ModuleRegistry(rules: rules)
    let book = NoticeBook()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await book.read(registry.notices) }
        do {
            try await body(registry, book)
        } catch {
            await registry.shutDown()
            throw error
        }
        await registry.shutDown()
        try await group.waitForAll()
    }
    let pids = await book.pids
    #expect(!pids.isEmpty)
    #expect(pids.allSatisfy(isGone))
}
