import Glibc

/// The unprivileged user that the postmaster runs as; PostgreSQL refuses to run as root.
struct ServerAccount: Sendable, Equatable {
    let userID: uid_t
    let groupID: gid_t
    let name: String
    /// True when we are root and have to change to the user.
    let isSwitched: Bool

    /// Ourselves; for root, the owner of the data directory, or `postgres` when that is root too.
    static func choose(dataDirectory: String) throws(EmbeddedPostgresError) -> ServerAccount {
        guard geteuid() == 0 else {
            return ServerAccount(userID: geteuid(), groupID: getegid(), name: "uid \(geteuid())", isSwitched: false)
        }
        var status = stat()
        if stat(dataDirectory, &status) == 0, status.st_uid != 0 {
            return ServerAccount(
                userID: status.st_uid, groupID: status.st_gid, name: "uid \(status.st_uid)", isSwitched: true)
        }
        guard let entry = getpwnam("postgres") else {
            throw EmbeddedPostgresError(
                .account,
                "PostgreSQL does not run as root and there is no user postgres: run as another user, "
                    + "or make one that owns \(dataDirectory)")
        }
        return ServerAccount(
            userID: entry.pointee.pw_uid, groupID: entry.pointee.pw_gid, name: "postgres", isSwitched: true)
    }

    /// The command line that runs a program as this user.
    func command(_ arguments: [String]) -> [String] {
        guard isSwitched else { return arguments }
        return ["setpriv", "--reuid", "\(userID)", "--regid", "\(groupID)", "--clear-groups", "--"] + arguments
    }

    func run(_ arguments: [String]) throws(EmbeddedPostgresError) -> ChildProcess.Outcome {
        try ChildProcess.run(command(arguments))
    }

    /// Checks that the user can reach a directory, and says which parent is in the way if not.
    func checkReach(_ directory: String) throws(EmbeddedPostgresError) {
        guard isSwitched else { return }
        guard try !run(["test", "-x", directory]).isSuccess else { return }
        var closed = "/"
        for part in directory.split(separator: "/") {
            closed += closed == "/" ? "\(part)" : "/\(part)"
            guard try run(["test", "-x", closed]).isSuccess else { break }
        }
        throw EmbeddedPostgresError(
            .directory,
            "the user \(name), who runs PostgreSQL because root must not, cannot enter \(closed): "
                + "put the data directory elsewhere, such as /var/lib/throughline, or chmod o+x \(closed)")
    }
}
