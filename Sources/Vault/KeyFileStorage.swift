import Foundation

/// Reads and replaces a key file: owner only, never half written, one writer at a time.
enum KeyFileStorage {
    /// Answers `nil` when there is no such file.
    static func read(_ path: String) throws(KeyFileError) -> KeyFileContents? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw KeyFileError(.unreadable, path: path, errorNumber: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw KeyFileError(.unreadable, path: path, errorNumber: errno) }
        let isOwn = status.st_uid == geteuid() || geteuid() == 0
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0, isOwn else {
            throw KeyFileError(.openToOthers, path: path)
        }
        guard let data = try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd() else {
            throw KeyFileError(.corrupt, path: path)
        }
        do throws(KeyFileError.Code) {
            return try KeyFileContents(data)
        } catch {
            throw KeyFileError(error, path: path)
        }
    }

    /// Makes the file unless another process was first.
    static func create(_ path: String, _ contents: KeyFileContents) throws(KeyFileError) {
        let draft = try writeDraft(beside: path, contents)
        defer { unlink(draft) }
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw KeyFileError(.unwritable, path: path, errorNumber: errno)
        }
        try flushFolder(of: path)
    }

    /// Reads the file, changes what it says and replaces it, while no other process does.
    ///
    /// The bytes of the old file are overwritten where they stood. On flash and copy-on-write file systems that is a
    /// best effort; destroying a key there for good is the disk encryption's part.
    static func replace<Result>(
        _ path: String, _ change: (inout KeyFileContents) -> Result
    ) throws(KeyFileError) -> (KeyFileContents, Result) {
        let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw KeyFileError(.unwritable, path: path, errorNumber: errno)
        }
        defer { close(lock) }
        guard var contents = try read(path) else { throw KeyFileError(.unreadable, path: path) }
        let result = change(&contents)
        let old = open(path, O_WRONLY | O_CLOEXEC)
        defer { if old >= 0 { close(old) } }
        let draft = try writeDraft(beside: path, contents)
        guard rename(draft, path) == 0 else {
            let reason = errno
            unlink(draft)
            throw KeyFileError(.unwritable, path: path, errorNumber: reason)
        }
        try flushFolder(of: path)
        overwrite(old)
        return (contents, result)
    }

    private static func writeDraft(
        beside path: String, _ contents: KeyFileContents
    ) throws(KeyFileError) -> String {
        let draft = "\(path).\(UUID().uuidString.lowercased())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KeyFileError(.unwritable, path: path, errorNumber: errno) }
        defer { close(descriptor) }
        let bytes = [UInt8](contents.encoded())
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let reason = errno
            unlink(draft)
            throw KeyFileError(.unwritable, path: path, errorNumber: reason)
        }
        return draft
    }

    private static func flushFolder(of path: String) throws(KeyFileError) {
        let folder = open((path as NSString).deletingLastPathComponent.nonEmpty ?? ".", O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw KeyFileError(.unwritable, path: path, errorNumber: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw KeyFileError(.unwritable, path: path, errorNumber: errno) }
    }

    private static func overwrite(_ descriptor: Int32) {
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else { return }
        let zeros = [UInt8](repeating: 0, count: Int(status.st_size))
        _ = pwrite(descriptor, zeros, zeros.count, 0)
        _ = fsync(descriptor)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
