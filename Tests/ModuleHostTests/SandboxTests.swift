import EventModel
import Foundation
import Glibc
import ModuleKit
import Testing

@testable import ModuleHost

private let landlock = SandboxSupport.current.landlock != nil
private let seccomp = SandboxSupport.current.hasSeccomp
private let seccompReason: Comment = "This kernel has no seccomp filter, so the call is not refused."
private let landlockReason: Comment = "This kernel has no Landlock, so the file is not out of reach."

@Suite("Sandbox", .timeLimit(.minutes(5)))
struct SandboxTests {
    @Test(
        "A file, a folder and a new file are out of reach", .enabled(if: landlock, landlockReason),
        arguments: ["read_file", "list_folder", "write_file"])
    func files(_ attempt: String) async throws {
        try await expect(attempt, .fault("open: denied"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/a-module-was-here"))
    }

    @Test(
        "A file cannot be written without Landlock either", .enabled(if: seccomp, seccompReason))
    func filterAlone() async throws {
        try await expect("write_file", .fault("open: denied"), without: [.landlock])
        try await expect("read_file", nil, without: [.landlock])
    }

    @Test(
        "What reaches beyond the module is refused", .enabled(if: seccomp, seccompReason),
        arguments: [
            ("open_socket", "socket"), ("connect", "socket"), ("fork", "fork"), ("execute", "execve"),
            ("kill_host", "kill"), ("signal_host", "fcntl"), ("outlive_host", "prctl"), ("limit_host", "prlimit"),
        ])
    func calls(_ attempt: String, _ call: String) async throws {
        try await expect(attempt, .fault("\(call): denied"))
    }

    @Test(
        "What no honest module asks for ends it", .enabled(if: seccomp, seccompReason),
        arguments: ["trace_host", "io_uring"])
    func deadly(_ attempt: String) async throws {
        try await expect(attempt, .crashed(.signal(SIGSYS)))
    }

    @Test(
        "Landlock alone keeps it off the network",
        .enabled(if: (SandboxSupport.current.landlock ?? 0) >= 4, "This kernel's Landlock knows no network."))
    func network() async throws {
        try await expect("connect", .fault("connect: denied"), without: [.seccomp])
    }

    @Test("A thread is no process and is allowed", .enabled(if: seccomp, seccompReason))
    func thread() async throws {
        try await expect("thread", nil)
    }

    @Test(
        "Without any wall a module still works, in an empty world",
        arguments: [[], [.landlock, .seccomp]] as [Set<ModuleProgram.Wall>])
    func surroundings(_ without: Set<ModuleProgram.Wall>) async throws {
        try await withRegistry { registry, book in
            try await registry.install(misbehaving(without: without))
            guard case .events(let events) = try await registry.decide(.test("surroundings"), by: "test-county") else {
                Issue.record("no events")
                return
            }
            let descriptors: [JSONValue] = [0, 1, 2, 3]
            #expect(
                events.first?.payload["seen"]
                    == .object(["descriptors": .array(descriptors), "environment": 0, "leads_its_group": true]))
            let walls = try #require(await registry.status().first).walls
            let expected = without.isEmpty ? SandboxSupport.current : SandboxSupport(landlock: nil, hasSeccomp: false)
            #expect(walls == expected)
        }
    }

    @Test("A missing wall is said in words")
    func warnings() {
        #expect(SandboxSupport(landlock: 7, hasSeccomp: true).warnings.isEmpty)
        #expect(SandboxSupport(landlock: 3, hasSeccomp: false).warnings.count == 2)
        #expect(SandboxSupport(landlock: nil, hasSeccomp: false).warnings.count == 2)
        #expect(SandboxSupport(landlock: nil, hasSeccomp: false).description == "Landlock missing, seccomp missing")
        print("This kernel: \(SandboxSupport.current)")
    }

    @Test("A process dies with the thread that spawned it")
    func orphan() async throws {
        let program = try misbehaving()
        let (pids, sink) = AsyncStream.makeStream(of: Int32.self)
        Thread.detachNewThread {
            // Released only through its process id below, as if the host had died at once.
            guard let process = try? ModuleProcess.spawn(program) else { return sink.finish() }
            sink.yield(Unmanaged.passRetained(process).takeUnretainedValue().pid)
            sink.finish()
        }
        let pid = try #require(await pids.first { _ in true })
        var status: Int32 = 0
        try await until { waitpid(pid, &status, WNOHANG) == pid }
        #expect(ModuleEnding(waitStatus: status) == .signal(SIGKILL))
    }

    @Test("What cannot be started says at which step")
    func notStarted() async {
        let missing = ModuleProgram(executable: "/nowhere/at-all")
        await #expect(throws: ModuleFailure.notStarted(step: "running the program", code: ENOENT)) {
            try await ModuleSupervisor.start(missing)
        }
        let folder = ModuleProgram(executable: "/tmp")
        await #expect(throws: ModuleFailure.notStarted(step: "running the program", code: EACCES)) {
            try await ModuleSupervisor.start(folder)
        }
    }

    /// Makes an attempt; `nil` stands for its success.
    private func expect(
        _ attempt: String, _ failure: ModuleFailure?, without: Set<ModuleProgram.Wall> = []
    ) async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving(without: without))
            do throws(ModuleFailure) {
                let decision = try await registry.decide(attempted(attempt), by: "test-county")
                #expect(failure == nil, "\(decision)")
            } catch {
                #expect(error == failure)
            }
            let next = try await registry.decide(.test("greet"), by: "test-county")
            #expect(next == greeting())
        }
    }

    private func attempted(_ name: String) -> DecideRequest {
        DecideRequest(
            jurisdiction: "test", on: Day(daysSince1970: 20_000), command: "test.\(name)")
    }
}
