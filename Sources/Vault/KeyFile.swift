import Crypto
public import Foundation
import Synchronization

/// The file of key-encryption keys, which wrap every person's data key and are in no database.
///
/// It holds one key for each epoch that is still needed, and a root from which other secrets are derived. Whoever
/// loses it loses all personal data; whoever copies it, with the database, reads it.
public final class KeyFile: Sendable {
    public let path: String
    private let contents: Mutex<KeyFileContents>

    private init(path: String, contents: KeyFileContents) {
        self.path = path
        self.contents = Mutex(contents)
    }

    /// Reads the key file, or makes one that only its owner may read. Two processes that start at once share one.
    public static func loadOrCreate(_ path: String) throws(KeyFileError) -> KeyFile {
        if let contents = try KeyFileStorage.read(path) { return KeyFile(path: path, contents: contents) }
        try KeyFileStorage.create(path, KeyFileContents.fresh())
        guard let contents = try KeyFileStorage.read(path) else { throw KeyFileError(.unreadable, path: path) }
        return KeyFile(path: path, contents: contents)
    }

    /// The epochs whose keys are there, oldest first.
    public var epochs: [Int] { contents.withLock { $0.epochs.keys.sorted() } }

    /// A secret of 32 bytes for another purpose, the same on every server with this file.
    public func secret(for purpose: String) -> Data {
        derive("secret", [purpose]).withUnsafeBytes { Data($0) }
    }

    /// The key of a blind index.
    func indexKey(jurisdiction: String, field: String) -> SymmetricKey {
        derive("blind index", [jurisdiction, field])
    }

    /// The key of an epoch; another server may just have added it, so the file is read again before saying no.
    func key(epoch: Int) throws(KeyFileError) -> SymmetricKey? {
        if let known = contents.withLock({ $0.key(epoch) }) { return known }
        guard let read = try KeyFileStorage.read(path) else { throw KeyFileError(.unreadable, path: path) }
        contents.withLock { $0 = read }
        return read.key(epoch)
    }

    /// Adds the key of a new epoch, on disk before it returns.
    func addEpoch() throws(KeyFileError) -> Int {
        try change { contents in
            let epoch = (contents.epochs.keys.max() ?? 0) + 1
            contents.epochs[epoch] = KeyFileContents.randomKey()
            return epoch
        }
    }

    /// Destroys the keys of all epochs before this one; nothing wrapped under them can be read again.
    func destroyEpochs(before epoch: Int) throws(KeyFileError) {
        try change { $0.epochs = $0.epochs.filter { $0.key >= epoch } }
    }

    private func change<Result>(_ body: (inout KeyFileContents) -> Result) throws(KeyFileError) -> Result {
        let (read, result) = try KeyFileStorage.replace(path, body)
        contents.withLock { $0 = read }
        return result
    }

    private func derive(_ purpose: String, _ parts: [String]) -> SymmetricKey {
        var info = Data("throughline \(purpose) v1".utf8)
        for part in parts { info.appendLengthPrefixed(part) }
        let root = contents.withLock { SymmetricKey(data: $0.root) }
        return HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: info, outputByteCount: 32)
    }
}

/// A key file that cannot be used, and how to mend it.
public struct KeyFileError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, open to new cases without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        enum Base { case unreadable, unwritable, openToOthers, corrupt, fromTheFuture }
        let base: Base

        /// The file is there but cannot be read.
        public static let unreadable = Code(base: .unreadable)
        /// The file, or its folder, cannot be written.
        public static let unwritable = Code(base: .unwritable)
        /// Others than the owner may read or write it.
        public static let openToOthers = Code(base: .openToOthers)
        /// It is not a key file, or was changed.
        public static let corrupt = Code(base: .corrupt)
        /// A newer Throughline wrote it.
        public static let fromTheFuture = Code(base: .fromTheFuture)
    }

    public let code: Code
    public let path: String
    /// The system's error number, where it gave one.
    public let errorNumber: Int32?

    init(_ code: Code, path: String, errorNumber: Int32? = nil) {
        self.code = code
        self.path = path
        self.errorNumber = errorNumber
    }

    public var description: String {
        let reason = errorNumber.map { " (\(String(cString: strerror($0))))" } ?? ""
        return switch code.base {
        case .unreadable: "The key file \(path) cannot be read\(reason)."
        case .unwritable: "The key file \(path) cannot be written\(reason)."
        case .openToOthers:
            "The key file \(path) must be a plain file that only its owner, who runs this server, may read: chmod 600 it."
        case .corrupt: "\(path) is not a whole key file; restore it from its backup. Do not delete it."
        case .fromTheFuture: "The key file \(path) was written by a newer Throughline; upgrade this server."
        }
    }
}
