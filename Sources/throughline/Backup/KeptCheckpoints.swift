import Foundation
import Ledger
import Notary

/// Checkpoints that were published outside the database: one that somebody kept, or the folder of a publisher.
struct KeptCheckpoints {
    /// One of them, not yet known to be signed.
    struct Kept {
        var name: String
        var note: String
        var checkpoint: Checkpoint
    }

    /// By the log's jurisdiction.
    private(set) var logs: [String: Kept] = [:]

    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError("There is no published checkpoint at \(path). Check --against.")
        }
        if isFolder.boolValue {
            for jurisdiction in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
                let file = "\(path)/\(jurisdiction)/checkpoint"
                if FileManager.default.fileExists(atPath: file) { logs[jurisdiction] = try Self.kept(file) }
            }
            guard !logs.isEmpty else {
                throw InputError(
                    "\(path) holds no published checkpoint. A publisher's folder has JURISDICTION/checkpoint.")
            }
        } else {
            let kept = try Self.kept(path)
            guard let jurisdiction = Publisher.jurisdiction(ofOrigin: kept.checkpoint.origin) else {
                throw InputError(
                    "The checkpoint \(path) is of \(kept.checkpoint.origin), which is no log of a jurisdiction.")
            }
            logs[jurisdiction] = kept
        }
    }

    private static func kept(_ path: String) throws -> Kept {
        guard let note = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw InputError("The checkpoint \(path) cannot be read.")
        }
        do {
            return Kept(
                name: "the checkpoint \(path)", note: note, checkpoint: try Checkpoint(text: try SignedNote(note).text))
        } catch {
            throw InputError("\(path) is no checkpoint. \(error)")
        }
    }
}
