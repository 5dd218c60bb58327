import Foundation
import Ledger
import Testing

@Suite("Public vectors of RFC 6962", .enabled(if: Vectors.folder != nil, Comment(rawValue: Vectors.reason)))
struct VectorTests {
    @Test("Leaves, nodes and the empty tree hash as published")
    func hasher() throws {
        let vectors: TreeVectors = try Vectors.read("rfc6962-tree.json")
        #expect(vectors.hasher.count == 4)
        for vector in vectors.hasher {
            let hash: Hash256
            if let hex = vector.leafHex {
                hash = .leaf(of: try #require(Self.bytes(hex: hex)))
            } else if let text = vector.leafUTF8 {
                hash = .leaf(of: Array(text.utf8))
            } else if let left = vector.leftUTF8, let right = vector.rightUTF8 {
                // The published node joins two short texts, which no tree holds; only its prefix is of use here.
                hash = Hash256(hashing: [1] + Array(left.utf8) + Array(right.utf8))
            } else {
                hash = .emptyTree
            }
            #expect(hash.hex == vector.hash, "\(vector.desc)")
        }
    }

    @Test("Every node and every root of the eight-leaf tree is as published")
    func tree() throws {
        let vectors: TreeVectors = try Vectors.read("rfc6962-tree.json")
        let leaves = try vectors.leafInputs.map { Hash256.leaf(of: try #require(Self.bytes(hex: $0))) }
        let tree = MerkleTree(leaves)
        #expect(vectors.roots.count == 9 && vectors.nodeHashes.count == 4)
        for (level, hashes) in vectors.nodeHashes.enumerated() {
            for (index, hash) in hashes.enumerated() {
                #expect(tree.hash(of: Subtree(level: level, index: UInt64(index)))?.hex == hash)
            }
        }
        for (size, root) in vectors.roots.enumerated() {
            #expect(try tree.root(size: UInt64(size)).hex == root)
            #expect(TreeFrontier(leaves.prefix(size)).root.hex == root)
        }
    }

    @Test("Inclusion proofs are accepted and refused as published")
    func inclusion() throws {
        let vectors: ProofVectors<InclusionVector> = try Vectors.read("rfc6962-inclusion-proofs.json")
        #expect(vectors.vectors.count == 98 && vectors.vectors.count { $0.wantErr } == 92)
        for vector in vectors.vectors {
            // What is no hash is refused before any proof is looked at.
            var holds = false
            if let hashes = Self.proof(vector.proof), let leaf = Hash256(base64: vector.leafHash),
                let root = Hash256(base64: vector.root)
            {
                let proof = InclusionProof(index: vector.leafIdx, size: vector.treeSize, hashes: hashes)
                holds = typed { () throws(ProofRefusal) in try proof.verify(leaf: leaf, root: root) } == nil
            }
            #expect(holds != vector.wantErr, "\(vector.desc) \(vector.leafIdx)/\(vector.treeSize)")
        }
    }

    @Test("Consistency proofs are accepted and refused as published")
    func consistency() throws {
        let vectors: ProofVectors<ConsistencyVector> = try Vectors.read("rfc6962-consistency-proofs.json")
        #expect(vectors.vectors.count == 98 && vectors.vectors.count { $0.wantErr } == 92)
        for vector in vectors.vectors {
            let holds = Self.proof(vector.proof).map { hashes in
                let proof = ConsistencyProof(oldSize: vector.size1, newSize: vector.size2, hashes: hashes)
                return typed { () throws(ProofRefusal) in
                    try proof.verify(oldRoot: Self.hash(vector.root1), newRoot: Self.hash(vector.root2))
                } == nil
            }
            // Their library calls a proof from the empty tree useless; the witness protocol asks for one.
            let isFromNothing = vector.desc == "size1 is zero and size2 is not zero"
            #expect(
                holds ?? false != (vector.wantErr && !isFromNothing), "\(vector.desc) \(vector.size1)/\(vector.size2)")
        }
    }

    /// Some of these have roots of other lengths, which a hash cannot have. Others stand for them, so that what is
    /// equal stays equal.
    private static func hash(_ base64: String) -> Hash256 {
        Hash256(base64: base64) ?? Hash256(hashing: Array("no hash: \(base64)".utf8))
    }

    /// `nil` for a proof that holds something that is no hash.
    private static func proof(_ lines: [String]?) -> [Hash256]? {
        let hashes = (lines ?? []).map { Hash256(base64: $0) }
        return hashes.contains(nil) ? nil : hashes.compactMap { $0 }
    }

    private static func bytes(hex: String) -> [UInt8]? {
        let digits = Array(hex)
        guard digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }
}

@Suite("Examples of the C2SP specifications", .enabled(if: Vectors.folder != nil, Comment(rawValue: Vectors.reason)))
struct FormatVectorTests {
    struct Examples: Decodable {
        struct Note: Decodable { var vkey: String, note: String }
        var tileIndexPaths: [String: String]
        var treeSize70000: [String: Int]
        var treeSize256: [String: Int]
        var signedNote: Note
        var checkpointLines: [String]
        var cosignedMessage: String
        enum CodingKeys: String, CodingKey {
            case tileIndexPaths = "tile_index_paths"
            case treeSize70000 = "tree_size_70000"
            case treeSize256 = "tree_size_256"
            case signedNote = "signed_note"
            case checkpointLines = "checkpoint_text_lines"
            case cosignedMessage = "cosignature_v1_signed_message"
        }
    }
    let examples: Examples

    init() throws { examples = try Vectors.read("c2sp-format-examples.json") }

    @Test("Tile indexes are written in groups of three digits")
    func tilePaths() throws {
        #expect(examples.tileIndexPaths.count == 4)
        for (index, path) in examples.tileIndexPaths {
            let number = try #require(UInt64(index))
            let tile = try #require(Tile(level: 0, index: number))
            #expect(LogResource.tile(tile).path == "tile/0/\(path)")
            #expect(LogResource(path: "tile/0/\(path)") == .tile(tile))
        }
    }

    @Test("A tree has the tiles that the specification counts", arguments: [(70_000, true), (256, false)])
    func tileCounts(size: UInt64, isLarge: Bool) {
        let tiles = Tile.gained(to: size)
        var counted: [String: Int] = [:]
        for tile in tiles {
            let key = "level\(tile.level)_" + (tile.isFull ? "full" : "partial_width")
            counted[key, default: 0] += tile.isFull ? 1 : tile.width
        }
        #expect(counted == (isLarge ? examples.treeSize70000 : examples.treeSize256))
    }

    @Test("The published note verifies under the published key, and no longer after any change")
    func note() throws {
        let key = try VerifierKey(examples.signedNote.vkey)
        #expect(key.description == examples.signedNote.vkey)
        let note = try SignedNote(examples.signedNote.note)
        #expect(note.text == "This is an example message.\n")
        #expect(note.encoded == examples.signedNote.note)
        #expect(try note.verify([key]).map(\.key) == [key])
        let changed = try SignedNote(examples.signedNote.note.replacing("an example", with: "no example"))
        #expect(throws: NoteRefusal.badSignature("example.com/foo")) { try changed.verify([key]) }
    }

    @Test("The published checkpoint reads and writes back, and a witness signs the published message")
    func checkpoint() throws {
        let text = examples.checkpointLines.map { $0 + "\n" }.joined()
        let checkpoint = try Checkpoint(text: text)
        #expect(checkpoint.size == 20_852_163 && checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.text == text)

        let witness = try SigningKey(
            name: "witness.example/w", kind: .cosignature, seed: [UInt8](repeating: 7, count: 32))
        let signature = try witness.cosignature(of: checkpoint, at: Date(timeIntervalSince1970: 1_679_315_147))
        #expect(signature.bytes.prefix(8).reduce(0) { $0 << 8 | Int($1) } == 1_679_315_147)
        let plain = try SigningKey(name: "x", seed: [UInt8](repeating: 7, count: 32))
        #expect(Array(signature.bytes.dropFirst(8)) == (try plain.signature(of: examples.cosignedMessage)).bytes)
    }
}
