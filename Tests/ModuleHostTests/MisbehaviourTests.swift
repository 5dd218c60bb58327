import EventModel
import ModuleKit
import Testing

@testable import ModuleHost

/// A command of the misbehaving module, and the failure that it must end in.
struct Misdeed: CustomTestStringConvertible, Sendable {
    let command: String
    let failure: @Sendable (ModuleFailure) -> Bool

    var testDescription: String { command }

    init(_ command: String, _ failure: @escaping @Sendable (ModuleFailure) -> Bool) {
        self.command = command
        self.failure = failure
    }

    init(_ command: String, _ failure: ModuleFailure) { self.init(command) { $0 == failure } }
}

/// The table of misbehaviour: each ends in a typed failure of that one call and harms nothing else.
@Suite("Misbehaving modules", .timeLimit(.minutes(5)))
struct MisbehaviourTests {
    private static let timedOut = ModuleFailure.timedOut(after: patientRules.callDeadline)

    static let crimes: [Misdeed] = [
        Misdeed("crash") { if case .crashed(.signal) = $0 { true } else { false } },
        Misdeed("complain", .crashed(.signal(6))),
        Misdeed("exit", .crashed(.exit(3))),
        Misdeed("half", .crashed(.exit(0))),
        Misdeed("allocate") { if case .crashed(.signal) = $0 { true } else { false } },
        Misdeed("hang", timedOut),
        Misdeed("spin", timedOut),
        Misdeed("late", timedOut),
        Misdeed("flood", .floodedLog),
        Misdeed("babble", .nonsense(.frame(.oversize(bytes: 0x7468_6973, limit: Frame.sizeLimit)))),
        Misdeed("bad_json", .nonsense(.frame(.malformed(reason: "a wrong value at the top")))),
        Misdeed("wrong_shape") { if case .nonsense(.frame(.malformed)) = $0 { true } else { false } },
        Misdeed("fraction") { if case .nonsense(.frame(.malformed)) = $0 { true } else { false } },
        Misdeed("deep") { if case .nonsense(.frame(.malformed)) = $0 { true } else { false } },
        Misdeed("unknown_kind", .nonsense(.frame(.unknownKind("poem")))),
        Misdeed("wrong_kind", .nonsense(.wrongKind(.rows))),
        Misdeed("another_call", .nonsense(.anotherCall(9000))),
    ]

    static let slips: [Misdeed] = [
        Misdeed("undeclared", .undeclaredEvent(type: "test.never_declared")),
        Misdeed(
            "break_schema",
            .eventBreaksSchema(type: "test.greeted", SchemaViolation(place: "/count", keyword: "minimum"))),
        Misdeed("fault", .fault("the tables are missing")),
        Misdeed("throw", .fault("threw CocoaError")),
        Misdeed("never_heard_of", .undeclaredCommand("test.never_heard_of")),
    ]

    /// What the walls refuse, on a kernel that has them.
    static let attempts: [Misdeed] =
        (SandboxSupport.current.landlock != nil ? [Misdeed("read_file", .fault("open: denied"))] : [])
        + (SandboxSupport.current.hasSeccomp ? [Misdeed("open_socket", .fault("socket: denied"))] : [])

    @Test("Each misdeed is a typed failure of one call, and the worker is replaced", arguments: crimes)
    func fatal(_ misdeed: Misdeed) async throws {
        try await withRegistry { registry, _ in
            let before = try await survive(misdeed, in: registry)
            let after = try await pids(of: "bad", in: registry)
            #expect(Set(before).subtracting(after).count == 1)
            #expect(Set(before).subtracting(after).allSatisfy(isGone))
        }
    }

    @Test("A refused answer leaves its worker alive", arguments: slips + attempts)
    func harmless(_ misdeed: Misdeed) async throws {
        try await withRegistry { registry, _ in
            let before = try await survive(misdeed, in: registry)
            #expect(try await pids(of: "bad", in: registry) == before)
        }
    }

    @Test("Whatever bytes come for an answer, they cost one call at most")
    func noise() async throws {
        var rules = patientRules
        rules.crashLimit = 1000
        try await withRegistry(rules) { registry, _ in
            try await registry.install(misbehaving("bad"))
            var failures: Set<String> = []
            for seed in Int64(0)..<90 {
                do throws(ModuleFailure) {
                    let request = DecideRequest(
                        jurisdiction: "test", on: Day(daysSince1970: 20_000), command: "test.noise",
                        payload: ["seed": .integer(seed)])
                    _ = try await registry.decide(request, by: "bad")
                } catch {
                    failures.insert(error.description)
                }
                #expect(try await registry.decide(.test("greet"), by: "bad") == greeting(), "seed \(seed)")
            }
            #expect(failures.count >= 5, "\(failures)")
        }
    }

    /// Makes one bad call while a neighbour is busy; answers the module's workers before it.
    private func survive(_ misdeed: Misdeed, in registry: ModuleRegistry) async throws -> [Int32] {
        try await registry.install(misbehaving("bad"))
        try await registry.install(misbehaving("neighbour"))
        let before = try await pids(of: "bad", in: registry)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<30 {
                    #expect(try await registry.decide(.test("greet"), by: "neighbour") == greeting())
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            group.addTask {
                let failure = await #expect(throws: ModuleFailure.self) {
                    try await registry.decide(.test(misdeed.command), by: "bad")
                }
                #expect(failure.map(misdeed.failure) == true, "\(failure.map(String.init(reflecting:)) ?? "")")
            }
            try await group.waitForAll()
        }
        // Both workers: the one that was left and the one that is new.
        async let first = registry.decide(.test("slow"), by: "bad")
        async let second = registry.decide(.test("slow"), by: "bad")
        #expect(try await [first, second] == [greeting(), greeting()])
        return before
    }

    private func pids(of id: String, in registry: ModuleRegistry) async throws -> [Int32] {
        try #require(await registry.status().first { $0.module == id }).pids
    }
}
