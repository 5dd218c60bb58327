import Foundation
import Glibc

/// The programs of one installed PostgreSQL.
struct Binaries: Sendable, Equatable {
    static let oldestMajor = 15

    let directory: String
    let major: Int

    func path(_ program: String) -> String { "\(directory)/\(program)" }

    /// Finds the programs to make a new cluster with, or those that fit the one that exists.
    static func find(forCluster major: Int?) throws(EmbeddedPostgresError) -> Binaries {
        let found = try installed().sorted { $0.major > $1.major }
        guard let major else {
            if let newest = found.first(where: { $0.major >= oldestMajor }) { return newest }
            throw EmbeddedPostgresError(
                .notInstalled,
                "no PostgreSQL \(oldestMajor) or later is installed: apt-get install postgresql-15 (Debian 12), "
                    + "or name a running server with database.url")
        }
        if let fitting = found.first(where: { $0.major == major }) { return fitting }
        throw EmbeddedPostgresError(
            .wrongVersion,
            "the cluster was made by PostgreSQL \(major), which is not installed: apt-get install postgresql-\(major), "
                + "or move it to another version with pg_upgrade")
    }

    private static func installed() throws(EmbeddedPostgresError) -> [Binaries] {
        let root = "/usr/lib/postgresql"
        var directories = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).map {
            "\(root)/\($0)/bin"
        }
        if let outcome = try? ChildProcess.run(["pg_config", "--bindir"]), outcome.isSuccess {
            directories.append(outcome.output)
        }
        var found: [Binaries] = []
        for directory in directories where found.allSatisfy({ $0.directory != directory }) {
            let programs = ["postgres", "initdb", "pg_ctl"]
            guard programs.allSatisfy({ access("\(directory)/\($0)", X_OK) == 0 }),
                let outcome = try? ChildProcess.run(["\(directory)/postgres", "--version"]), outcome.isSuccess,
                let major = major(inVersion: outcome.output)
            else { continue }
            found.append(Binaries(directory: directory, major: major))
        }
        return found
    }

    /// Reads the major version out of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
    static func major(inVersion text: String) -> Int? {
        guard let word = text.split(separator: " ").first(where: { $0.first?.isNumber == true }) else { return nil }
        return Int(word.prefix { $0.isNumber })
    }
}
