/// How a module is doing, for the status page and command.
public struct ModuleStatus: Sendable, Hashable {
    /// Whether a module takes calls.
    public enum Condition: Sendable, Hashable { case serving, draining, quarantined, stopped }

    public let module: String
    public let version: String
    public let condition: Condition
    /// The processes that run now.
    public let pids: [Int32]
    /// Calls since the start, answered or not.
    public let calls: Int
    /// Calls that ended in a failure.
    public let failures: Int
    /// Crashes within the last minute.
    public let recentCrashes: Int
    /// The slowest answered call.
    public let slowest: Duration
    /// The walls around its workers.
    public let walls: SandboxSupport
}
