public import ModuleKit

extension ModuleSupervisor {
    /// Asks which criteria a case meets. The module is given the facts that its manifest asks for, and no other.
    public nonisolated func screen(_ request: ScreenRequest) async throws(ModuleFailure) -> Screening {
        var request = request
        request.inputs = checked.asked(of: request.inputs)
        switch try await ask(.screen(request)) {
        case .screening(let screening): return screening
        case let other: throw other.failure
        }
    }

    /// Asks which events answer a command; command and events are checked against the manifest.
    public nonisolated func decide(_ request: DecideRequest) async throws(ModuleFailure) -> Decision {
        try checked.check(request)
        var request = request
        request.inputs = checked.asked(of: request.inputs)
        switch try await ask(.decide(request)) {
        case .events(let events):
            try checked.check(events)
            return .events(events)
        case .refusal(let refusal): return .refused(refusal)
        case let other: throw other.failure
        }
    }

    /// Tells of an event and asks what should follow. Whoever gives a proposed command has it checked like anyone's.
    public nonisolated func react(_ request: ReactRequest) async throws(ModuleFailure) -> [Reaction] {
        var request = request
        request.inputs = checked.asked(of: request.inputs)
        switch try await ask(.react(request)) {
        case .reactions(let reactions): return reactions
        case let other: throw other.failure
        }
    }

    /// Tells of an event and asks for the rows of the module's own read model that it changes.
    public nonisolated func project(_ request: ProjectRequest) async throws(ModuleFailure) -> [RowChange] {
        switch try await ask(.project(request)) {
        case .rows(let rows): return rows
        case let other: throw other.failure
        }
    }

    /// Asks for a sign of life.
    public nonisolated func ping() async throws(ModuleFailure) { _ = try await ask(.ping) }
}

extension Message {
    /// What an answer means that brings none; the worker lets only faults come this far.
    fileprivate var failure: ModuleFailure {
        if case .fault(let fault) = self { .fault(fault.message) } else { .nonsense(.wrongKind(kind)) }
    }
}
