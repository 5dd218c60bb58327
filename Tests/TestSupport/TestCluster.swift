import Foundation

public import EmbeddedPostgres
import Logging
public import Postgres

/// A PostgreSQL for the tests of one process, in a directory of its own that goes away with the process.
///
/// It does not flush to the disk, for speed: tests of durability start their own.
public enum TestCluster {
    private static let running = Task<EmbeddedCluster, any Error> {
        let directory = try makeDirectory(prefix: "throughline-tests")
        let cluster = try await EmbeddedCluster.start(
            dataDirectory: directory, logger: .quiet,
            settings: ["fsync": "off", "max_connections": "600"])
        return cluster
    }

    /// The cluster that all tests of this process share, started by the first that asks.
    public static func shared() async throws -> EmbeddedCluster { try await running.value }

    /// Makes an empty database and tells how to connect to it.
    public static func freshDatabase() async throws -> PostgresConfiguration {
        let cluster = try await shared()
        let name = "test_" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        let connection = try await PostgresConnection.connect(PostgresConfiguration(cluster.connectionString))
        try await connection.run { session in try session.execute(script: "CREATE DATABASE \(name)") }
        await connection.close()
        return PostgresConfiguration(cluster.connectionString + " dbname=\(name)", applicationName: "tests")
    }

    /// Makes a directory that is removed, after any server in it is ended, when this process is gone, however it goes.
    public static func makeDirectory(prefix: String = "throughline-test") throws -> String {
        let path = "/tmp/\(prefix)-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try watch(path)
        return path
    }

    /// Starts a shell, in a session of its own, that waits for this process and cleans up behind it.
    private static func watch(_ path: String) throws {
        let script = """
            (
                tail --pid="$1" -f /dev/null
                for file in $(find "$2" -name postmaster.pid); do
                    server=$(head -n 1 "$file")
                    kill -QUIT "$server" && timeout 30 tail --pid="$server" -f /dev/null
                done
                rm -rf "$2"
            ) &
            """
        let process = "\(ProcessInfo.processInfo.processIdentifier)"
        let outcome = try ChildProcess.run(["sh", "-c", script, "sh", process, path])
        precondition(outcome.isSuccess, "no shell to clean up with: \(outcome.output)")
    }
}
