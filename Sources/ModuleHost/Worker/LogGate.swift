import ModuleKit

/// Lets a module's log lines through at a bearable rate.
///
/// Lines are cut; a burst may pass, then so many a second; the rest is dropped and counted. Far more than that within
/// one second is a flood.
struct LogGate {
    static let lineLimit = 1024
    static let burst = 40.0
    static let linesPerSecond = 20.0
    static let flood = 1000

    enum Verdict: Equatable {
        case pass(LogLine)
        case drop
        case flooded
    }

    private var tokens = LogGate.burst
    private var filledAt: ContinuousClock.Instant
    private var secondBegan: ContinuousClock.Instant
    private var linesThisSecond = 0
    /// Lines dropped since they were last asked for.
    private(set) var dropped = 0

    init(at now: ContinuousClock.Instant) {
        filledAt = now
        secondBegan = now
    }

    mutating func judge(_ line: LogLine, at now: ContinuousClock.Instant) -> Verdict {
        if now - secondBegan >= .seconds(1) {
            secondBegan = now
            linesThisSecond = 0
        }
        linesThisSecond += 1
        guard linesThisSecond <= Self.flood else { return .flooded }
        tokens = min(Self.burst, tokens + (now - filledAt) / .seconds(1) * Self.linesPerSecond)
        filledAt = now
        guard tokens >= 1 else {
            dropped += 1
            return .drop
        }
        tokens -= 1
        return .pass(LogLine(line.level, String(line.text.prefix(Self.lineLimit))))
    }

    mutating func takeDropped() -> Int {
        defer { dropped = 0 }
        return dropped
    }
}
