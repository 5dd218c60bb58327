import Foundation
import Glibc

/// What was published of one log outside the database: the last checkpoint, in a file of its own.
///
/// Whoever restores an older database cannot take this file back with it, unless it is restored too: keep it on
/// another disk, or copy it elsewhere.
public struct PublishedFile: Sendable {
    public let path: String

    /// - Parameter folder: where the files of all logs are, one folder each.
    public init(folder: String, jurisdiction: String) {
        path = "\(folder)/\(jurisdiction)/checkpoint"
    }

    /// The published note; `nil` before the first.
    public func read() throws(PublishedFileError) -> String? {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch {
            throw PublishedFileError("The published checkpoint \(path) cannot be read.")
        }
    }

    /// Replaces the file, on disk before it returns and never half written.
    func write(_ note: String) throws(PublishedFileError) {
        let folder = (path as NSString).deletingLastPathComponent
        let draft = "\(path).\(UUID().uuidString.lowercased())"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw PublishedFileError("The folder \(folder) for published checkpoints cannot be made.")
        }
        defer { unlink(draft) }
        guard Self.flush(note, to: draft), rename(draft, path) == 0, Self.flush(folder: folder) else {
            throw PublishedFileError("The published checkpoint \(path) cannot be written: \(Self.reason).")
        }
    }

    /// Keeps the file under another name, as what an epoch that was closed had published.
    func setAside(as name: String) throws(PublishedFileError) {
        let kept = "\((path as NSString).deletingLastPathComponent)/\(name)"
        guard rename(path, kept) == 0 || errno == ENOENT else {
            throw PublishedFileError("The published checkpoint \(path) cannot be kept as \(kept): \(Self.reason).")
        }
    }

    private static func flush(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    }

    private static func flush(folder: String) -> Bool {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

/// A file of published checkpoints that cannot be used.
public struct PublishedFileError: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
