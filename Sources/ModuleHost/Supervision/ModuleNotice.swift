public import ModuleKit

/// Something that an operator may want to know about a module.
public struct ModuleNotice: Sendable, Hashable {
    public let module: String
    public let version: String
    public let what: What

    /// What happened.
    public enum What: Sendable, Hashable {
        /// A worker runs, with these walls around it.
        case started(pid: Int32, walls: SandboxSupport)
        /// A worker is gone. Its last words may repeat what it was given: they are for a module's author under test.
        case crashed(ModuleFailure, lastWords: String?)
        /// A worker may be started again after this pause.
        case restarting(after: Duration)
        /// The module is kept still until an operator releases it.
        case quarantined(crashes: Int)
        case released
        /// A line that the module wrote.
        case log(LogLine)
        /// Lines that it wrote too fast.
        case logDropped(lines: Int)
        /// Every worker has ended, after its last call.
        case stopped
    }
}
