import Foundation
import Ledger

/// Public test vectors, which lie beside the project and are never copied into it.
enum Vectors {
    static let folder: URL? = {
        let folder: URL
        if let path = ProcessInfo.processInfo.environment["THROUGHLINE_SHARED_DATA"] {
            folder = URL(filePath: path)
        } else {
            var root = URL(filePath: #filePath).resolvingSymlinksInPath()
            for _ in 0..<3 { root.deleteLastPathComponent() }
            folder = root.deletingLastPathComponent().appending(path: "shared/data")
        }
        let vectors = folder.appending(path: "tlog")
        return FileManager.default.isReadableFile(atPath: vectors.appending(path: "rfc6962-tree.json").path)
            ? vectors : nil
    }()

    static let reason = "the folder tlog of vectors is not in ../shared/data or THROUGHLINE_SHARED_DATA"

    static func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
    }
}

struct TreeVectors: Decodable {
    struct Hasher: Decodable {
        var desc: String
        var hash: String
        var leafHex: String?
        var leafUTF8: String?
        var leftUTF8: String?
        var rightUTF8: String?
        enum CodingKeys: String, CodingKey {
            case desc, hash
            case leafHex = "leaf_hex"
            case leafUTF8 = "leaf_utf8"
            case leftUTF8 = "left_utf8"
            case rightUTF8 = "right_utf8"
        }
    }
    var hasher: [Hasher]
    var leafInputs: [String]
    var nodeHashes: [[String]]
    var roots: [String]
    enum CodingKeys: String, CodingKey {
        case hasher
        case leafInputs = "leaf_inputs"
        case nodeHashes = "node_hashes_by_level"
        case roots = "roots_by_size"
    }
}

struct ProofVectors<Vector: Decodable>: Decodable { var vectors: [Vector] }

struct InclusionVector: Decodable {
    var leafIdx: UInt64
    var treeSize: UInt64
    var root: String
    var leafHash: String
    var proof: [String]?
    var desc: String
    var wantErr: Bool
}

struct ConsistencyVector: Decodable {
    var size1: UInt64
    var size2: UInt64
    var root1: String
    var root2: String
    var proof: [String]?
    var desc: String
    var wantErr: Bool
}
