import Foundation
import Glibc

extension Postmaster {
    /// The server's process while it runs on this very directory.
    ///
    /// Ids are used again, so a process counts only if it works in the cluster's directory, as a postmaster does.
    var runningProcess: pid_t? {
        guard let pid = recordedProcess, let directory = Self.workingDirectory(of: pid) else { return nil }
        return directory == paths.cluster ? pid : nil
    }

    /// The process that `postmaster.pid` names, alive or not.
    private var recordedProcess: pid_t? {
        guard let text = try? String(contentsOfFile: paths.processFile, encoding: .utf8),
            let pid = text.split(separator: "\n").first.flatMap({ pid_t($0) }), pid > 0
        else { return nil }
        return pid
    }

    /// Takes a dead server's name off its locks, where PostgreSQL itself would take it for alive.
    ///
    /// It does when the id belongs to another process by now, as after a container's restart, or when nobody has
    /// reaped the dead one. Only the id is replaced, by one that no process can have: the rest of the file lets the
    /// new server check that no orphan of the old one holds its shared memory. The caller holds the start lock.
    func disownStaleLocks() throws(EmbeddedPostgresError) {
        unlink("\(paths.socketDirectory)/\(ClusterPaths.socketName).lock")
        guard let pid = recordedProcess, kill(pid, 0) == 0, isCertainlyNotServer(pid),
            let text = try? String(contentsOfFile: paths.processFile, encoding: .utf8)
        else { return }
        let rest = text.drop { $0 != "\n" }
        try write("\(pid_t.max)\(rest)", to: paths.processFile)
    }

    private func isCertainlyNotServer(_ pid: pid_t) -> Bool {
        guard ProcessMark.isDead(pid) else {
            return Self.workingDirectory(of: pid).map { $0 != paths.cluster } ?? false
        }
        return true
    }

    private static func workingDirectory(of pid: pid_t) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
    }
}
