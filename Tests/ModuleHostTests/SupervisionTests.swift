import EventModel
import Glibc
import ModuleKit
import Testing

@testable import ModuleHost

@Suite("Supervision", .timeLimit(.minutes(5)))
struct SupervisionTests {
    @Test("Every kind of question is answered, with the facts that were asked for and no other")
    func questions() async throws {
        try await withRegistry { registry, _ in
            let manifest = try await registry.install(misbehaving())
            #expect(manifest.id == "test-county")
            let facts: JSONObject = ["asked": 17, "not_asked": "secret"]
            let on = try #require(Day("2026-10-13"))
            let screening = try await registry.screen(
                ScreenRequest(jurisdiction: "test", on: on, inputs: facts), by: "test-county")
            #expect(screening.criteria == [CriterionAnswer(id: "age", outcome: .met, facts: ["asked": 17])])
            guard
                case .events(let events) = try await registry.decide(.test("inputs", inputs: facts), by: "test-county")
            else {
                Issue.record("no events")
                return
            }
            #expect(events.first?.payload["seen"] == .object(["asked": 17]))
            let event = PastEvent(
                type: "test.greeted", stream: "case-1", occurredAt: "2026-10-13T09:00:00.000000Z", payload: ["by": "x"])
            #expect(
                try await registry.react(ReactRequest(jurisdiction: "test", event: event), by: "test-county")
                    == [.notice(template: "test/test.greeted", to: "coordinator")])
            #expect(
                try await registry.project(ProjectRequest(jurisdiction: "test", event: event), by: "test-county")
                    == [RowChange(table: "greetings", key: "case-1", columns: ["by": "x"])])
        }
    }

    @Test("A refusal is an answer, not a failure")
    func refusal() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving())
            #expect(
                try await registry.decide(.test("refuse"), by: "test-county")
                    == .refused(Refusal(code: "not_today", reason: "Not today.")))
            #expect(await registry.status().map(\.failures) == [0])
        }
    }

    @Test("A command whose payload breaks its schema does not reach the module")
    func strictCommand() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving())
            let missing = SchemaViolation(place: "/reason", keyword: "required")
            await #expect(throws: ModuleFailure.commandBreaksSchema("test.strict", missing)) {
                try await registry.decide(.test("strict"), by: "test-county")
            }
            #expect(
                try await registry.decide(.test("strict", payload: ["reason": "because"]), by: "test-county")
                    == greeting())
            #expect(await registry.status().map(\.calls) == [1])
        }
    }

    @Test("A question that is too large is refused, and its worker lives")
    func tooLarge() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving())
            let before = await registry.status().map(\.pids)
            let text = String(repeating: "x", count: Frame.sizeLimit)
            let failure = await #expect(throws: ModuleFailure.self) {
                try await registry.decide(.test("greet", payload: ["text": .string(text)]), by: "test-county")
            }
            if case .questionTooLarge = failure {} else { Issue.record("\(String(describing: failure))") }
            let large = String(repeating: "x", count: Frame.sizeLimit - 1000)
            #expect(
                try await registry.decide(.test("greet", payload: ["text": .string(large)]), by: "test-county")
                    == greeting())
            #expect(await registry.status().map(\.pids) == before)
        }
    }

    @Test("A worker that died between calls costs no call")
    func diedIdle() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving())
            for pid in try #require(await registry.status().first).pids {
                kill(pid, SIGKILL)
                try await until { isEnded(pid) }
            }
            for _ in 0..<4 { #expect(try await registry.decide(.test("greet"), by: "test-county") == greeting()) }
            let status = try #require(await registry.status().first)
            #expect(status.failures == 0)
            #expect(status.recentCrashes >= 1)
        }
    }

    @Test("Five crashes in a minute put a module into quarantine, until it is released")
    func quarantine() async throws {
        try await withRegistry { registry, book in
            try await registry.install(misbehaving("bad"))
            try await registry.install(misbehaving("neighbour"))
            for _ in 0..<5 {
                await #expect(throws: ModuleFailure.crashed(.exit(3))) {
                    try await registry.decide(.test("exit"), by: "bad")
                }
            }
            await #expect(throws: ModuleFailure.quarantined) { try await registry.decide(.test("greet"), by: "bad") }
            #expect(try await registry.decide(.test("greet"), by: "neighbour") == greeting())
            let status = try #require(await registry.status().first)
            #expect(status.condition == .quarantined)
            #expect(status.pids.isEmpty)
            try await until { await book.notices.contains(.quarantined(crashes: 5)) }

            try await registry.release("bad")
            for _ in 0..<4 { #expect(try await registry.decide(.test("greet"), by: "bad") == greeting()) }
            #expect(await registry.status().first?.condition == .serving)
        }
    }

    @Test("Calls that wait when a module goes into quarantine are told so")
    func quarantineWhileWaiting() async throws {
        try await withRegistry { registry, _ in
            try await registry.install(misbehaving())
            let failures = await withTaskGroup(of: ModuleFailure?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await registry.decide(.test("exit"), by: "test-county")
                            return nil
                        } catch {
                            return error as? ModuleFailure
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            // The sixth was already running when the fifth crash came.
            #expect([5, 6].contains(failures.count { $0 == .crashed(.exit(3)) }))
            #expect(failures.allSatisfy { $0 == .crashed(.exit(3)) || $0 == .quarantined })
            let status = try #require(await registry.status().first)
            #expect(status.pids.isEmpty)
        }
    }

    @Test("Log lines and last words are reported")
    func notices() async throws {
        try await withRegistry { registry, book in
            try await registry.install(misbehaving())
            _ = try await registry.decide(.test("log"), by: "test-county")
            try await until { await book.notices.contains(.log(LogLine(.info, "a word"))) }
            _ = try? await registry.decide(.test("complain"), by: "test-county")
            try await until { await !book.crashes.isEmpty }
            guard case .crashed(.crashed(.signal(SIGABRT)), let words?) = await book.crashes.first else {
                Issue.record("no last words")
                return
            }
            // Swift's own backtracer may add that it was not let out.
            #expect(words.hasPrefix("last words\n"))
        }
    }

    @Test("More calls than workers wait their turn; beyond the limit they are refused")
    func busy() async throws {
        var rules = patientRules
        rules.waitingCalls = 4
        try await withRegistry(rules) { registry, _ in
            try await registry.install(misbehaving())
            let answers = await withTaskGroup(of: Result<Decision, ModuleFailure>.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        do throws(ModuleFailure) {
                            let request = DecideRequest(
                                jurisdiction: "test", on: Day(daysSince1970: 20_000), command: "test.slow")
                            return .success(try await registry.decide(request, by: "test-county"))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == .success(greeting()) } >= 6)
            #expect(answers.contains(.failure(.busy)))
            #expect(answers.allSatisfy { $0 == .success(greeting()) || $0 == .failure(.busy) })
        }
    }
}
