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
    /// Workers lost since the start, whatever ended them.
    public let crashes: Int
    /// Crashes within the last minute.
    public let recentCrashes: Int
    /// Half of the latest answered calls took at most this long; `nil` while there was none.
    public let median: Duration?
    /// All but one in a hundred of the latest answered calls took at most this long.
    public let percentile99: Duration?
    /// The slowest answered call.
    public let slowest: Duration
    /// The walls around its workers.
    public let walls: SandboxSupport
}
