public import ModuleKit

/// Calls by module id. Without a version the current one answers; a pinned case names its own.
extension ModuleRegistry {
    public func screen(
        _ request: ScreenRequest, by id: String, version: String? = nil
    ) async throws(ModuleFailure) -> Screening {
        try await call(id, version) { module throws(ModuleFailure) in try await module.screen(request) }
    }

    public func decide(
        _ request: DecideRequest, by id: String, version: String? = nil
    ) async throws(ModuleFailure) -> Decision {
        try await call(id, version) { module throws(ModuleFailure) in try await module.decide(request) }
    }

    public func react(
        _ request: ReactRequest, by id: String, version: String? = nil
    ) async throws(ModuleFailure) -> [Reaction] {
        try await call(id, version) { module throws(ModuleFailure) in try await module.react(request) }
    }

    public func project(
        _ request: ProjectRequest, by id: String, version: String? = nil
    ) async throws(ModuleFailure) -> [RowChange] {
        try await call(id, version) { module throws(ModuleFailure) in try await module.project(request) }
    }

    /// A version that was found and then retired before it took the call has done nothing yet: ask its successor.
    private func call<Answer>(
        _ id: String, _ version: String?,
        _ body: (ModuleSupervisor) async throws(ModuleFailure) -> Answer
    ) async throws(ModuleFailure) -> Answer {
        while true {
            let module = try find(id, version: version)
            do throws(ModuleFailure) {
                return try await body(module)
            } catch .retired {
                continue
            }
        }
    }
}
