import Foundation
import Glibc

/// Makes the directories of a private cluster, each open to the server's user alone.
struct ClusterDirectories {
    let paths: ClusterPaths

    /// Makes what is missing and tells who runs the server.
    func prepare() throws(EmbeddedPostgresError) -> ServerAccount {
        do {
            try FileManager.default.createDirectory(
                atPath: paths.dataDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
        } catch {
            throw EmbeddedPostgresError(.directory, "cannot make \(paths.dataDirectory): \(error.localizedDescription)")
        }
        let account = try ServerAccount.choose(dataDirectory: existingOwnerPath)
        try account.checkReach(paths.dataDirectory)
        // Two processes may come at once, and a directory is not its user's before it is given to him.
        try FileLock.holding(paths.dataDirectory, isDirectory: true) { () throws(EmbeddedPostgresError) in
            for directory in [paths.home, paths.logDirectory, paths.socketDirectory] {
                try make(directory, for: account)
            }
        }
        return account
    }

    /// A cluster that exists keeps its owner, even when its parent was given to somebody else.
    private var existingOwnerPath: String {
        access(paths.cluster, F_OK) == 0 ? paths.cluster : paths.dataDirectory
    }

    private func make(_ directory: String, for account: ServerAccount) throws(EmbeddedPostgresError) {
        let isNew = mkdir(directory, 0o700) == 0
        guard isNew || errno == EEXIST else {
            throw EmbeddedPostgresError(.directory, "cannot make \(directory): \(lastError())")
        }
        if isNew, account.isSwitched, chown(directory, account.userID, account.groupID) != 0 {
            throw EmbeddedPostgresError(.directory, "cannot give \(directory) to \(account.name): \(lastError())")
        }
        // A directory in /tmp could have been planted there by somebody else.
        var status = stat()
        guard lstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == account.userID,
            status.st_mode & 0o077 == 0
        else {
            throw EmbeddedPostgresError(
                .directory, "\(directory) must be a directory of \(account.name) that nobody else can enter (0700)")
        }
    }
}
