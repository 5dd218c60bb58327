import Foundation
import Glibc

/// Makes, starts, finds and stops the server of a cluster with PostgreSQL's own tools. Every call blocks.
struct Postmaster: Sendable {
    static let superuser = "throughline"

    let paths: ClusterPaths
    let account: ServerAccount

    /// The major version that made the cluster; nil when there is none yet.
    var clusterMajor: Int? {
        guard let text = try? String(contentsOfFile: "\(paths.cluster)/PG_VERSION", encoding: .utf8) else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Makes the cluster beside its place and moves it there when it is complete, so that a crash leaves no half of one.
    func create(with binaries: Binaries) throws(EmbeddedPostgresError) {
        try? FileManager.default.removeItem(atPath: paths.unfinishedCluster)
        let outcome = try account.run([
            binaries.path("initdb"), "--pgdata", paths.unfinishedCluster, "--username", Self.superuser,
            "--auth-local", "trust", "--auth-host", "reject", "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--data-checksums",
        ])
        guard outcome.isSuccess else {
            throw EmbeddedPostgresError(
                .start, "cannot make a PostgreSQL cluster in \(paths.home)", output: outcome.output)
        }
        do {
            let file = "\(paths.unfinishedCluster)/postgresql.conf"
            let text = try String(contentsOfFile: file, encoding: .utf8) + "\ninclude_if_exists 'throughline.conf'\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        } catch {
            throw EmbeddedPostgresError(.directory, "cannot write the configuration of the cluster: \(error)")
        }
        guard rename(paths.unfinishedCluster, paths.cluster) == 0 else {
            throw EmbeddedPostgresError(.directory, "cannot move the new cluster to \(paths.cluster): \(lastError())")
        }
    }

    /// Starts the server and returns when it accepts connections.
    ///
    /// After a kill -9 the old server's children may hold its shared memory for a moment, so it tries for a while.
    func start(with binaries: Binaries, settings: [String: String]) throws(EmbeddedPostgresError) {
        try write(ClusterSettings.text(paths: paths, extra: settings), to: paths.settings)
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            try? FileManager.default.removeItem(atPath: paths.startLog)
            try disownStaleLocks()
            let outcome = try account.run([
                binaries.path("pg_ctl"), "start", "--pgdata", paths.cluster, "--wait", "--timeout", "120", "--silent",
                "--log", paths.startLog,
            ])
            if outcome.isSuccess { return }
            let log = (try? String(contentsOfFile: paths.startLog, encoding: .utf8)) ?? outcome.output
            let isHeldByTheDead =
                log.contains("shared memory block") || log.contains("is still in use") || log.contains("already exists")
            guard isHeldByTheDead, runningProcess == nil, ContinuousClock.now < deadline else {
                throw EmbeddedPostgresError(
                    .start, "PostgreSQL did not start; its log is in \(paths.logDirectory)", output: log)
            }
            usleep(100_000)
        }
    }

    /// Stops the server: open connections are ended, what was committed is kept.
    func stop(with binaries: Binaries) throws(EmbeddedPostgresError) {
        guard runningProcess != nil else { return }
        let outcome = try account.run([
            binaries.path("pg_ctl"), "stop", "--pgdata", paths.cluster, "--mode", "fast", "--wait", "--timeout", "60",
            "--silent",
        ])
        guard outcome.isSuccess || runningProcess == nil else {
            throw EmbeddedPostgresError(.stop, "PostgreSQL did not stop within 60 seconds", output: outcome.output)
        }
    }

    func write(_ text: String, to path: String) throws(EmbeddedPostgresError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw EmbeddedPostgresError(.directory, "cannot write \(path): \(error.localizedDescription)")
        }
        if account.isSwitched { chown(path, account.userID, account.groupID) }
    }
}
