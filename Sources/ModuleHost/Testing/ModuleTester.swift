public import ModuleKit

/// A module's real program behind the real walls, for its author's tests.
///
/// It waits longer for each answer than a server does, since a test may run beside others; `slowest` says how long the
/// longest took.
public struct ModuleTester: Sendable {
    private let module: ModuleSupervisor

    public var manifest: Manifest { module.manifest }

    /// Starts a program, lends it for the length of a body and ends it.
    public static func with<Result>(
        _ program: ModuleProgram, reserved: Set<String> = [],
        _ body: (ModuleTester) async throws -> Result
    ) async throws -> Result {
        let rules = SupervisionRules(
            workers: 1, callDeadline: .seconds(30), startDeadline: .seconds(60), reserved: reserved)
        let tester = ModuleTester(module: try await ModuleSupervisor.start(program, rules: rules))
        do {
            let result = try await body(tester)
            await tester.module.drain()
            return result
        } catch {
            await tester.module.drain()
            throw error
        }
    }

    /// Asks as a server would: the question and the answer are checked against the manifest.
    public func answer(to question: Message) async throws(ModuleFailure) -> Message {
        switch question {
        case .screen(let request): return .screening(try await module.screen(request))
        case .react(let request): return .reactions(try await module.react(request))
        case .project(let request): return .rows(try await module.project(request))
        case .decide(let request):
            switch try await module.decide(request) {
            case .events(let events): return .events(events)
            case .refused(let refusal): return .refusal(refusal)
            }
        default: preconditionFailure("A frame of kind \(question.kind.rawValue) asks nothing of a module.")
        }
    }

    /// The longest that an answer took.
    public var slowest: Duration { get async { await module.status().slowest } }
}
