public import ModuleHost

extension ModulePackage {
    /// Its handler, ready to be started from where it is; `nil` without one.
    public var program: ModuleProgram? { handler.map { ModuleStore.program(at: $0.path, as: document) } }
}
