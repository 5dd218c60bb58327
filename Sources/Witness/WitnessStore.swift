import Crypto
import Foundation
import Ledger

/// The folder in which a witness remembers the last checkpoint of each log that it signed.
///
/// One file a log, named by the SHA-256 of its origin and holding the note as the log signed it. A file is replaced
/// whole and is on disk before anything is answered. The folder is locked while in use, so that no second witness
/// answers from an older memory of it.
public final class WitnessStore: Sendable {
    private let folder: String
    private let lock: Int32

    /// Opens the folder, or makes one that only its owner may read.
    public init(folder: String) throws(WitnessStoreError) {
        self.folder = folder
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .failed("make", folder, errno) }
        lock = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .failed("open", "\(folder)/lock", errno) }
        // From here on `deinit` closes it, also when this throws.
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(folder) }
    }

    deinit { close(lock) }

    /// The last checkpoint of a log that was signed here.
    func head(of log: VerifierKey) throws(WitnessStoreError) -> WitnessedHead {
        let path = path(of: log)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw .failed("read", path, errno) }
            return .none
        }
        defer { close(descriptor) }
        // A file that does not hold the log's own signed checkpoint is damage, and forgetting would be a rollback.
        guard let data = try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd(),
            let checkpoint = try? SignedNote(parsing: data).checkpoint(of: log)
        else { throw .damaged(path) }
        return WitnessedHead(size: checkpoint.size, root: checkpoint.root)
    }

    /// Remembers a checkpoint; on disk when it returns.
    func keep(_ note: SignedNote, of log: VerifierKey) throws(WitnessStoreError) {
        let path = path(of: log)
        let draft = path + ".draft"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("write", draft, errno) }
        let bytes = Array(note.encoded.utf8)
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten else { throw .failed("write", draft, reason) }
        guard rename(draft, path) == 0 else { throw .failed("replace", path, errno) }
        let parent = open(folder, O_RDONLY | O_CLOEXEC)
        guard parent >= 0 else { throw .failed("open", folder, errno) }
        defer { close(parent) }
        guard fsync(parent) == 0 else { throw .failed("flush", folder, errno) }
    }

    private func path(of log: VerifierKey) -> String {
        "\(folder)/\(Hash256(hashing: Array(log.name.utf8)).hex).checkpoint"
    }
}

/// Why a witness cannot remember, and so must not sign.
public enum WitnessStoreError: Error, Hashable, CustomStringConvertible {
    case inUse(String)
    case damaged(String)
    case failed(String, String, Int32)

    public var description: String {
        switch self {
        case .inUse(let folder): "Another witness works with \(folder); give this one a folder of its own."
        case .damaged(let path):
            "\(path) holds no checkpoint of its log. Restore it from its newest copy; do not delete it, or the log "
                + "could show another history."
        case .failed(let verb, let path, let number):
            "\(path): cannot \(verb) it (\(String(cString: strerror(number))))."
        }
    }
}
