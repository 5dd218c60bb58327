/// How a module is watched over.
public struct SupervisionRules: Sendable {
    /// Processes for each module.
    public var workers: Int
    /// The time for one call.
    public var callDeadline: Duration
    /// The time for a process to start and say its manifest.
    public var startDeadline: Duration
    /// Calls that may wait for a free worker; one more is refused as `.busy`.
    public var waitingCalls: Int
    /// So many crashes within the window put a module into quarantine.
    public var crashLimit: Int
    public var crashWindow: Duration
    /// The pause before a worker is started again, by the crashes in the window so far; the last one repeats.
    public var backOff: [Duration]
    /// The first words of the core's own commands and events, which no module may declare.
    public var reserved: Set<String>

    public init(
        workers: Int = 2, callDeadline: Duration = .milliseconds(250), startDeadline: Duration = .seconds(5),
        waitingCalls: Int = 256, crashLimit: Int = 5, crashWindow: Duration = .seconds(60),
        backOff: [Duration] = [.zero, .milliseconds(50), .milliseconds(200), .milliseconds(800)],
        reserved: Set<String> = []
    ) {
        precondition(workers > 0 && crashLimit > 0, "A module has at least one worker and one crash to its name.")
        self.workers = workers
        self.callDeadline = callDeadline
        self.startDeadline = startDeadline
        self.waitingCalls = waitingCalls
        self.crashLimit = crashLimit
        self.crashWindow = crashWindow
        self.backOff = backOff
        self.reserved = reserved
    }
}
