import Foundation

/// Where the parts of a private cluster lie.
struct ClusterPaths: Sendable, Equatable {
    /// Longest path of a Unix socket, without the zero at its end.
    static let socketPathLimit = 107
    static let socketName = ".s.PGSQL.5432"

    /// The application's data directory.
    let dataDirectory: String
    /// What belongs to PostgreSQL in it, owned by the user who runs it.
    let home: String
    let socketDirectory: String

    var cluster: String { "\(home)/cluster" }
    var unfinishedCluster: String { "\(home)/cluster.new" }
    var settings: String { "\(cluster)/throughline.conf" }
    var startLog: String { "\(home)/start.log" }
    var logDirectory: String { "\(home)/log" }
    /// Held while a process starts or stops the cluster.
    var startLock: String { "\(home)/start.lock" }
    /// Shared by every process that uses the cluster.
    var useLock: String { "\(home)/use.lock" }
    /// The process that stops the cluster when it stops.
    var owner: String { "\(home)/owner" }
    var processFile: String { "\(cluster)/postmaster.pid" }

    init(dataDirectory: String) {
        let url = URL(fileURLWithPath: dataDirectory).standardizedFileURL.resolvingSymlinksInPath()
        self.dataDirectory = url.path
        home = "\(url.path)/postgres"
        let natural = "\(home)/socket"
        socketDirectory = Self.fits(natural) ? natural : Self.shortDirectory(for: url.path)
    }

    var hasShortSocketDirectory: Bool { socketDirectory != "\(home)/socket" }

    /// libpq takes a comma in a host for the end of it.
    private static func fits(_ directory: String) -> Bool {
        "\(directory)/\(socketName)".utf8.count <= socketPathLimit && !directory.contains(",")
    }

    /// The same name for the same path, in every process.
    private static func shortDirectory(for path: String) -> String {
        let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }  // FNV-1a
        return "/tmp/throughline-\(String(hash, radix: 16))"
    }
}
