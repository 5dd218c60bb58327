import Foundation
public import Logging
import Postgres
import Synchronization

/// A private PostgreSQL in a data directory, on a Unix socket that only its user can reach.
///
/// Every process that uses the directory starts or attaches to the same server. The server outlives a kill -9 of the
/// process that started it; whoever comes next attaches and stops it in the end.
public struct EmbeddedCluster: Sendable {
    private let handle: ClusterHandle

    /// How to connect, in libpq's `key=value` form.
    public var connectionString: String { handle.connectionString }

    /// True when this process stops the server: it started it, or whoever did is dead.
    public let owned: Bool

    /// As `connectionString`, but to the database that every cluster has.
    var maintenanceString: String { handle.connectionString(database: "postgres") }

    /// The user that the server runs as.
    var account: ServerAccount { handle.postmaster.account }

    /// The directory of PostgreSQL's own files.
    public var clusterDirectory: String { handle.postmaster.paths.cluster }

    /// The server's process id; nil when it is not running.
    public var processID: Int32? { handle.postmaster.runningProcess }

    /// Starts the server of a data directory, making the cluster first if there is none, or attaches to it.
    ///
    /// `settings` go on top of ours in the server's configuration. They count when this call starts the server.
    public static func start(
        dataDirectory: String, logger: Logger, settings: [String: String] = [:]
    ) async throws(EmbeddedPostgresError) -> EmbeddedCluster {
        let handle = try await offCooperativePool { () throws(EmbeddedPostgresError) in
            try ClusterHandle(dataDirectory: dataDirectory, settings: settings, logger: logger)
        }
        let cluster = EmbeddedCluster(handle: handle, owned: handle.isOwner)
        do throws(EmbeddedPostgresError) {
            try await cluster.createDatabase()
        } catch {
            try? await cluster.stop()
            throw error
        }
        return cluster
    }

    /// Ends this use of the cluster, and stops the server if it is ours and nobody else uses it; stopping twice is fine.
    ///
    /// An owner that leaves while others use the server leaves the stopping to the last of them.
    public func stop() async throws {
        try await offCooperativePool { () throws(EmbeddedPostgresError) in try handle.stop() }
    }

    /// Starts the server again if it has died; does nothing while it runs or after `stop`.
    public func ensureRunning() async throws(EmbeddedPostgresError) {
        try await offCooperativePool { () throws(EmbeddedPostgresError) in try handle.ensureRunning() }
    }

    /// Starts the server again whenever it has died, until the task is cancelled.
    public func supervise(every interval: Duration = .seconds(1)) async {
        while (try? await Task.sleep(for: interval)) != nil {
            guard processID == nil else { continue }
            do throws(EmbeddedPostgresError) {
                try await ensureRunning()
            } catch {
                handle.logger.error("PostgreSQL does not start again: \(error)")
            }
        }
    }
}
