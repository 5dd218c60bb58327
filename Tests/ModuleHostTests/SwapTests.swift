import EventModel
import ModuleKit
import Testing

@testable import ModuleHost

@Suite("Swapping versions", .timeLimit(.minutes(5)))
struct SwapTests {
    @Test("Under load, no call fails and every call is answered by the old or the new version")
    func underLoad() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving(version: "1.0.0"))
            let old = try #require(await registry.status().first).pids
            let load = Task {
                try await withThrowingTaskGroup(of: [Decision].self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            var answers: [Decision] = []
                            while !Task.isCancelled {
                                answers.append(try await registry.decide(.test("greet"), by: "test-county"))
                            }
                            return answers
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
            }
            for version in ["1.1.0", "1.2.0", "1.3.0"] {
                try await registry.install(misbehaving(version: version))
                #expect(try await registry.decide(.test("greet"), by: "test-county") == greeting(by: version))
            }
            load.cancel()
            let answers = try await load.value
            let allowed = ["1.0.0", "1.1.0", "1.2.0", "1.3.0"].map { greeting(by: $0) }
            #expect(answers.allSatisfy(allowed.contains))
            #expect(answers.contains(greeting(by: "1.0.0")))
            #expect(old.allSatisfy(isGone))
            #expect(await registry.status().map(\.version) == ["1.3.0"])
        }
    }

    @Test("A call in flight ends on the old version")
    func inFlight() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving(version: "1.0.0"))
            async let slow = registry.decide(.test("slow"), by: "test-county")
            try await until { await registry.status().first?.calls == 1 }
            try await registry.install(misbehaving(version: "2.0.0"))
            #expect(try await slow == greeting(by: "1.0.0"))
            #expect(try await registry.decide(.test("greet"), by: "test-county") == greeting(by: "2.0.0"))
        }
    }

    @Test("An older version may stay for the cases that are pinned to it, until it is retired")
    func pinned() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving(version: "1.0.0"))
            try await registry.install(misbehaving(version: "2.0.0"), keepingOlder: true)
            #expect(
                try await registry.decide(.test("greet"), by: "test-county", version: "1.0.0") == greeting(by: "1.0.0"))
            #expect(try await registry.decide(.test("greet"), by: "test-county") == greeting(by: "2.0.0"))
            #expect(registry.manifests.map(\.version) == ["2.0.0"])
            await registry.retire("test-county", version: "1.0.0")
            await #expect(throws: ModuleFailure.notInstalled) {
                try await registry.decide(.test("greet"), by: "test-county", version: "1.0.0")
            }
            #expect(try await registry.decide(.test("greet"), by: "test-county") == greeting(by: "2.0.0"))
        }
    }

    @Test("A module that cannot be accepted changes nothing")
    func refused() async throws {
        var rules = patientRules
        rules.reserved = ["referral"]
        try await withRegistry(rules) { registry, _ in
            try await registry.install(misbehaving())
            await #expect(throws: ModuleFailure.manifest(.id("Not An Id"))) {
                try await registry.install(misbehaving("Not An Id"))
            }
            await #expect(throws: ModuleFailure.manifest(.version("1 0"))) {
                try await registry.install(misbehaving(version: "1 0"))
            }
            #expect(try await registry.decide(.test("greet"), by: "test-county") == greeting())
        }
    }
}
