import EventModel
import Foundation
import Ledger

/// Publishes a log of invented entries into a folder, for verifiers that are not ours.
///
///     invented-log FOLDER SIZE[,SIZE…] [FORGED]
///
/// Each size is published in turn, so that all but the last checkpoint are older ones of the same log. An entry whose
/// position is FORGED says something else, under the same key: what somebody does who owns database and key. Prints the
/// log's verifier key. The key and all entries are the same every time.
@main
struct InventedLog {
    static let name = "log.example/us-zz-halden"

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard (2...3).contains(arguments.count) else {
            FileHandle.standardError.write(Data("usage: invented-log FOLDER SIZE[,SIZE…] [FORGED]\n".utf8))
            exit(64)
        }
        let sizes = arguments[1].split(separator: ",").compactMap { UInt64($0) }
        let forged = arguments.count == 3 ? Int64(arguments[2]) : nil
        let key = try SigningKey(name: name, seed: Hash256(hashing: Array("invented".utf8)).bytes)
        var log = PublishedFolder(path: arguments[0], key: key)
        for size in sizes.sorted() {
            while log.size < size { try log.append(entry(Int64(log.size), isForged: Int64(log.size) == forged)) }
            try log.publish()
        }
        print(key.verifier)
    }

    private static func entry(_ position: Int64, isForged: Bool) -> [UInt8] {
        let invented = Hash256(hashing: Array("event \(position)\(isForged ? " forged" : "")".utf8))
        return Commitment(
            origin: name, position: position, eventID: UUID(version8From: invented.bytes),
            recordedAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(position)), digest: invented, meta: invented
        ).bytes
    }
}

/// A log as static files, as C2SP tlog-tiles lays them out.
struct PublishedFolder {
    let path: String
    let key: SigningKey
    private var builder = TileBuilder()
    private var tree = MerkleTree()
    private var bundle: [UInt8] = []
    private var bundleWidth = 0

    init(path: String, key: SigningKey) {
        self.path = path
        self.key = key
    }

    var size: UInt64 { builder.size }

    mutating func append(_ entry: [UInt8]) throws {
        let leaf = Hash256.leaf(of: entry)
        tree.append(leaf)
        let path = path
        try builder.append(leaf) { try Self.write(LogResource.tile($0).path, $1, in: path) }
        try EntryBundle.append(entry, to: &bundle)
        bundleWidth += 1
        guard bundleWidth == Tile.fullWidth else { return }
        try writeBundle(index: size / 256 - 1)
        bundle = []
        bundleWidth = 0
    }

    /// Writes what is partial and the checkpoint, which also stays under a name of its size with a proof of an entry.
    func publish() throws {
        for (tile, bytes) in builder.partialTiles { try write(LogResource.tile(tile).path, bytes) }
        if bundleWidth > 0 { try writeBundle(index: size / 256) }
        let note = try Checkpoint(origin: key.name, size: size, root: builder.root).signed(by: key)
        try write(LogResource.checkpoint.path, Array(note.encoded.utf8))
        try write("checkpoint.\(size)", Array(note.encoded.utf8))
        let proof = LogProof(try tree.inclusionProof(of: size / 3, in: size), checkpoint: note)
        try write("entry.\(size).tlog-proof", Array(proof.text.utf8))
    }

    private func writeBundle(index: UInt64) throws {
        guard let address = EntryBundleAddress(index: index, width: bundleWidth) else { return }
        try write(LogResource.entries(address).path, bundle)
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws { try Self.write(name, bytes, in: path) }

    private static func write(_ name: String, _ bytes: [UInt8], in folder: String) throws {
        let file = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
