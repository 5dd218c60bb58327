import Glibc

/// An advisory lock on a file, released by the kernel when its holder lets go of it or dies.
final class FileLock: Sendable {
    private let descriptor: Int32

    init(_ path: String, isDirectory: Bool = false) throws(EmbeddedPostgresError) {
        let flags = isDirectory ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT
        let descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw EmbeddedPostgresError(.directory, "cannot open \(path): \(lastError())")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    enum Mode { case shared, exclusive }

    /// Waits until the lock is ours.
    func lock(_ mode: Mode) throws(EmbeddedPostgresError) {
        while flock(descriptor, mode == .shared ? LOCK_SH : LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw EmbeddedPostgresError(.directory, "cannot lock a file in the data directory: \(lastError())")
            }
        }
    }

    /// Takes the lock if nobody else holds it.
    func tryExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Runs a closure while no other process, nor another part of this one, holds the lock.
    static func holding<Result>(
        _ path: String, isDirectory: Bool = false, _ body: () throws(EmbeddedPostgresError) -> Result
    ) throws(EmbeddedPostgresError) -> Result {
        let lock = try FileLock(path, isDirectory: isDirectory)
        defer { withExtendedLifetime(lock) {} }
        try lock.lock(.exclusive)
        return try body()
    }
}
