/// The server settings that the private cluster runs with; everything else is PostgreSQL's default.
///
/// Durability is the default on purpose: `fsync`, `full_page_writes` and `synchronous_commit` stay on.
enum ClusterSettings {
    static func text(paths: ClusterPaths, extra: [String: String]) -> String {
        let settings = [
            "listen_addresses": "", "port": "5432",
            "unix_socket_directories": "\"\(escapedDirectory(paths.socketDirectory))\"",
            "unix_socket_permissions": "0700",
            "max_connections": "64", "shared_buffers": "128MB",
            "logging_collector": "on", "log_destination": "stderr", "log_directory": paths.logDirectory,
            "log_filename": "server-%a.log", "log_truncate_on_rotation": "on", "log_rotation_age": "1d",
            "log_rotation_size": "0", "log_line_prefix": "%m [%p] ", "log_timezone": "UTC", "timezone": "UTC",
        ].merging(extra) { _, given in given }
        let lines = settings.sorted { $0.key < $1.key }.map { "\($0.key) = '\(escaped($0.value))'" }
        return
            (["# Written by throughline at each start; put lasting changes into postgresql.conf below the include."]
            + lines).joined(separator: "\n") + "\n"
    }

    private static func escaped(_ value: String) -> String {
        value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            .split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
    }

    private static func escapedDirectory(_ path: String) -> String {
        path.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }
}
