import Foundation
import Glibc

/// A process by its id and the time it started, since ids are used again.
struct ProcessMark: Equatable, Sendable {
    let pid: pid_t
    /// In clock ticks since the machine started.
    let startTime: String

    static var current: ProcessMark { ProcessMark(pid: getpid(), startTime: startTime(of: getpid()) ?? "") }

    init(pid: pid_t, startTime: String) {
        self.pid = pid
        self.startTime = startTime
    }

    /// Reads what `text` wrote.
    init?(text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let pid = pid_t(words[0]) else { return nil }
        self.init(pid: pid, startTime: String(words[1]))
    }

    var text: String { "\(pid) \(startTime)\n" }

    var isAlive: Bool { Self.startTime(of: pid) == startTime }

    /// True for a process that is gone, or waits to be reaped.
    static func isDead(_ pid: pid_t) -> Bool { startTime(of: pid) == nil }

    /// The 22nd field of `/proc/pid/stat`, counted after the name, which may hold spaces; nil for no process and for
    /// one that is dead and waits for its parent.
    private static func startTime(of pid: pid_t) -> String? {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[end...].dropFirst().split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return String(fields[19])
    }
}
