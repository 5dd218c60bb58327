import EmbeddedPostgres
import Foundation
import Glibc
import Logging
import Postgres
import TestSupport
import Testing

/// Starts or attaches to the cluster of a directory.
func start(_ directory: String) async throws(EmbeddedPostgresError) -> EmbeddedCluster {
    try await EmbeddedCluster.start(
        dataDirectory: directory, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
}

/// Asks a cluster for one value.
func ask<Value: PostgresDecodable & Sendable>(_ cluster: EmbeddedCluster, _ sql: PostgresQuery) async throws -> Value {
    let connection = try await PostgresConnection.connect(PostgresConfiguration(cluster.connectionString))
    let value = try await connection.run { try $0.query(sql)[0].get(0, as: Value.self) }
    await connection.close()
    return value
}

/// Runs statements on a cluster.
func execute(_ cluster: EmbeddedCluster, _ script: String) async throws {
    let connection = try await PostgresConnection.connect(PostgresConfiguration(cluster.connectionString))
    try await connection.run { try $0.execute(script: script) }
    await connection.close()
}

@Suite("Embedded cluster", .timeLimit(.minutes(2)))
struct EmbeddedClusterTests {
    @Test("The first start makes a durable cluster that only its user can reach, and stopping stops it")
    func first() async throws {
        let directory = try TestCluster.makeDirectory()
        let cluster = try await start(directory)
        #expect(cluster.owned)
        let process = try #require(cluster.processID)
        for (setting, value) in [
            "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
            "server_encoding": "UTF8", "lc_collate": "C.UTF-8", "listen_addresses": "", "timezone": "UTC",
        ] {
            #expect(try await ask(cluster, "SELECT current_setting(\(setting))") == value, "\(setting)")
        }
        #expect(try await ask(cluster, "SELECT current_user || ' ' || current_database()") == "throughline throughline")
        for path in ["\(directory)/postgres", "\(directory)/postgres/socket"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o700)
        }
        #expect(getsid(process) != getsid(0), "Ctrl-C at our terminal would reach the server")
        #expect(try ownerOf(process) != 0, "the server runs as root")

        try await cluster.stop()
        #expect(cluster.processID == nil)
        await #expect(throws: PostgresError.self) { try await execute(cluster, "SELECT 1") }
        try await cluster.stop()
    }

    @Test("What was committed is there after a stop and a start")
    func restart() async throws {
        let directory = try TestCluster.makeDirectory()
        let first = try await start(directory)
        try await execute(first, "CREATE TABLE t AS SELECT 7 AS a")
        try await first.stop()
        let second = try await start(directory)
        #expect(second.owned)
        #expect(try await ask(second, "SELECT a FROM t") == Int32(7))
        try await second.stop()
    }

    @Test("A second start attaches, and its stop leaves the server to the first")
    func attach() async throws {
        let directory = try TestCluster.makeDirectory()
        let first = try await start(directory)
        let second = try await start(directory)
        #expect(!second.owned)
        #expect(second.connectionString == first.connectionString)
        #expect(second.processID == first.processID)
        try await second.stop()
        #expect(try await ask(first, "SELECT 1") == Int32(1))
        try await first.stop()
        #expect(first.processID == nil)
    }

    @Test("An owner that leaves first leaves the stopping to the last who uses the server")
    func lastOneOut() async throws {
        let directory = try TestCluster.makeDirectory()
        let owner = try await start(directory)
        let user = try await start(directory)
        try await owner.stop()
        #expect(try await ask(user, "SELECT 1") == Int32(1))
        try await user.stop()
        #expect(user.processID == nil)
    }

    @Test("Of many who start at once, one starts the server and the others attach")
    func race() async throws {
        let directory = try TestCluster.makeDirectory()
        let clusters = try await withThrowingTaskGroup(of: EmbeddedCluster.self) { group in
            for _ in 0..<5 { group.addTask { try await start(directory) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(clusters.count { $0.owned } == 1)
        #expect(Set(clusters.map(\.processID)).count == 1)
        for cluster in clusters { try await cluster.stop() }
        #expect(clusters[0].processID == nil)
    }

    @Test("What an interrupted first start left behind is no obstacle")
    func interrupted() async throws {
        let directory = try TestCluster.makeDirectory()
        let half = "\(directory)/postgres/cluster.new/base"
        try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: "\(directory)/postgres")
        let first = try await start(directory)
        try await first.stop()
        try FileManager.default.moveItem(
            atPath: "\(directory)/postgres/cluster", toPath: "\(directory)/postgres/cluster.new")
        let second = try await start(directory)
        #expect(try await ask(second, "SELECT 1") == Int32(1))
        try await second.stop()
    }

    @Test(
        "A path that is long or odd still works",
        arguments: [
            String(repeating: "long-", count: 24), "with space", "with'quote", "with\\backslash", "with,comma",
            "mit-ümlaut",
        ])
    func paths(name: String) async throws {
        let directory = try TestCluster.makeDirectory() + "/" + name
        let cluster = try await start(directory)
        #expect(try await ask(cluster, "SELECT 1") == Int32(1))
        let again = try await start(directory)
        #expect(again.processID == cluster.processID)
        try await again.stop()
        try await cluster.stop()
        #expect(cluster.processID == nil)
    }

    @Test("Settings of the caller reach the server")
    func settings() async throws {
        let cluster = try await EmbeddedCluster.start(
            dataDirectory: try TestCluster.makeDirectory(), logger: Logger(label: "test"),
            settings: ["work_mem": "5MB", "cluster_name": "it's \\ odd"])
        #expect(try await ask(cluster, "SELECT current_setting('work_mem')") == "5MB")
        #expect(try await ask(cluster, "SELECT current_setting('cluster_name')") == "it's \\ odd")
        try await cluster.stop()
    }

    @Test("A setting that the server does not take is an error with the server's words")
    func wrongSetting() async throws {
        let directory = try TestCluster.makeDirectory()
        let error = await #expect(throws: EmbeddedPostgresError.self) {
            try await EmbeddedCluster.start(
                dataDirectory: directory, logger: Logger(label: "test"), settings: ["max_connections": "many"])
        }
        #expect(error?.code == .start)
        #expect(error?.description.contains("max_connections") == true)
        let cluster = try await start(directory)
        try await cluster.stop()
    }

    @Test("A directory that the server's user cannot enter is named, with the remedy")
    func unreachable() async throws {
        let parent = try TestCluster.makeDirectory()
        chmod(parent, 0o700)
        if geteuid() == 0 {
            let error = await #expect(throws: EmbeddedPostgresError.self) { try await start("\(parent)/data") }
            #expect(error?.code == .directory)
            #expect(error?.message.contains("cannot enter \(parent)") == true)
            #expect(error?.message.contains("chmod o+x \(parent)") == true)
        } else {
            try await start("\(parent)/data").stop()  // one's own directory may be closed to others
        }
    }

    private func ownerOf(_ process: pid_t) throws -> uid_t {
        try uid_t(
            #require(FileManager.default.attributesOfItem(atPath: "/proc/\(process)")[.ownerAccountID] as? Int))
    }
}
