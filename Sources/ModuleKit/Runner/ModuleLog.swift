/// The operator's log.
///
/// The host caps it: long lines are cut, many lines are dropped, and a flood ends the module. A line must say nothing
/// about a person.
public enum ModuleLog {
    public static func debug(_ text: String) { write(.debug, text) }
    public static func info(_ text: String) { write(.info, text) }
    public static func warning(_ text: String) { write(.warning, text) }
    public static func error(_ text: String) { write(.error, text) }

    private static func write(_ level: LogLine.Level, _ text: String) {
        // A lost line is no reason to fail a call.
        try? FrameChannel.standard.write(Frame(.log(LogLine(level, text))))
    }
}
