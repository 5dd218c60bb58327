import Glibc
import Logging
import Synchronization

/// A running cluster and our use of it. Every call blocks.
final class ClusterHandle: Sendable {
    let postmaster: Postmaster
    let isOwner: Bool
    let logger: Logger
    private let settings: [String: String]
    private let lease: Mutex<ClusterLease?>

    init(dataDirectory: String, settings: [String: String], logger: Logger) throws(EmbeddedPostgresError) {
        let paths = ClusterPaths(dataDirectory: dataDirectory)
        let account = try ClusterDirectories(paths: paths).prepare()
        let postmaster = Postmaster(paths: paths, account: account)
        let lease = try FileLock.holding(paths.startLock) { () throws(EmbeddedPostgresError) in
            let hasStarted = try Self.startIfNeeded(postmaster, settings: settings, logger: logger)
            return try ClusterLease(postmaster, hasStarted: hasStarted)
        }
        isOwner = lease.isOwner
        self.postmaster = postmaster
        self.settings = settings
        self.logger = logger
        self.lease = Mutex(lease)
    }

    var connectionString: String { connectionString(database: "throughline") }

    func connectionString(database: String) -> String {
        let host = postmaster.paths.socketDirectory
        return "host=\(Self.quoted(host)) port=5432 dbname=\(database) user=\(Postmaster.superuser)"
    }

    /// A value of a connection string, in quotes when it needs them.
    private static func quoted(_ value: String) -> String {
        let special: Set<Character> = ["'", "\\", " "]
        guard value.contains(where: { special.contains($0) || $0.isWhitespace }) else { return value }
        let escaped = value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
        return "'\(escaped)'"
    }

    func ensureRunning() throws(EmbeddedPostgresError) {
        try FileLock.holding(postmaster.paths.startLock) { () throws(EmbeddedPostgresError) in
            guard lease.withLock({ $0 != nil }) else { return }
            if try Self.startIfNeeded(postmaster, settings: settings, logger: logger) {
                logger.warning("PostgreSQL had died and was started again")
            }
        }
    }

    func stop() throws(EmbeddedPostgresError) {
        try FileLock.holding(postmaster.paths.startLock) { () throws(EmbeddedPostgresError) in
            guard let lease = lease.withLock({ $0.take() }), lease.end() else { return }
            try postmaster.stop(with: Binaries.find(forCluster: postmaster.clusterMajor))
            if postmaster.paths.hasShortSocketDirectory { rmdir(postmaster.paths.socketDirectory) }
            logger.info("PostgreSQL stopped")
        }
    }

    /// Starts the server unless it runs, and tells whether it did; the caller holds the start lock.
    private static func startIfNeeded(
        _ postmaster: Postmaster, settings: [String: String], logger: Logger
    ) throws(EmbeddedPostgresError) -> Bool {
        guard postmaster.runningProcess == nil else { return false }
        let major = postmaster.clusterMajor
        let binaries = try Binaries.find(forCluster: major)
        if major == nil {
            logger.info("making a PostgreSQL \(binaries.major) cluster in \(postmaster.paths.cluster)")
            try postmaster.create(with: binaries)
        }
        try postmaster.start(with: binaries, settings: settings)
        logger.info("PostgreSQL \(binaries.major) started in \(postmaster.paths.cluster)")
        return true
    }
}
