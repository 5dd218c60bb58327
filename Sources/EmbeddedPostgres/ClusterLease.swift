import Foundation
import Glibc
import Logging

/// One process's use of a cluster.
///
/// Every user holds a shared lock that the kernel releases when it dies. The owner stops the server when it stops,
/// unless others still use it: then the last of them does. An owner that was killed is replaced by the next to come.
final class ClusterLease: Sendable {
    let isOwner: Bool
    private let paths: ClusterPaths
    private let use: FileLock

    /// Takes part in the use of a cluster; the caller holds the start lock.
    init(_ postmaster: Postmaster, hasStarted: Bool) throws(EmbeddedPostgresError) {
        let use = try FileLock(postmaster.paths.useLock)
        try use.lock(.shared)
        self.use = use
        paths = postmaster.paths
        isOwner = hasStarted || !Self.hasLivingOwner(postmaster.paths)
        if isOwner { try postmaster.write(ProcessMark.current.text, to: paths.owner) }
    }

    /// Ends the use and tells whether the server is to be stopped; the caller holds the start lock.
    func end() -> Bool {
        if isOwner { unlink(paths.owner) }
        return use.tryExclusive() && !Self.hasLivingOwner(paths)
    }

    private static func hasLivingOwner(_ paths: ClusterPaths) -> Bool {
        guard let text = try? String(contentsOfFile: paths.owner, encoding: .utf8), let mark = ProcessMark(text: text)
        else { return false }
        return mark.isAlive
    }
}
