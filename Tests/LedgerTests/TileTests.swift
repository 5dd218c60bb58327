import Foundation
import Ledger
import Testing

@Suite("Tiles")
struct TileTests {
    @Test("Tiles alone give the root, every proof, and a builder that goes on", .timeLimit(.minutes(5)))
    func tilesSuffice() throws {
        let leaves = invented(66_000)
        let tree = MerkleTree(leaves)
        var builder = TileBuilder()
        var filled: [(Tile, [UInt8])] = []
        for leaf in leaves { builder.append(leaf) { filled.append(($0, $1)) } }
        let size = UInt64(leaves.count)
        var set = TileSet()
        for (tile, bytes) in filled + builder.partialTiles.map({ ($0.tile, $0.bytes) }) {
            #expect(tile.isFilled(in: size))
            try set.insert(tile, bytes: bytes)
        }
        #expect(Set((filled.map(\.0) + builder.partialTiles.map(\.tile))) == Set(Tile.gained(to: size)))
        #expect(try set.root(size: size) == builder.root)
        #expect(builder.root == (try tree.root(size: size)))
        var random = SeededGenerator(seed: 70)
        for _ in 0..<200 {
            let new = UInt64.random(in: 1...size, using: &random)
            let old = UInt64.random(in: 0...new, using: &random)
            let index = UInt64.random(in: 0..<new, using: &random)
            #expect(try set.consistencyProof(from: old, to: new) == tree.consistencyProof(from: old, to: new))
            #expect(try set.inclusionProof(of: index, in: new) == tree.inclusionProof(of: index, in: new))
        }

        let more = invented(66_500).dropFirst(66_000)
        var resumed = try TileBuilder(size: size, tiles: set)
        for leaf in more {
            resumed.append(leaf) { _, _ in }
            builder.append(leaf) { _, _ in }
        }
        #expect(resumed.root == builder.root && resumed.size == 66_500)
        #expect(resumed.partialTiles.map(\.bytes) == builder.partialTiles.map(\.bytes))
    }

    @Test("A builder taken up at any size goes on as one that began at the start")
    func resumption() throws {
        let leaves = invented(1030)
        let tree = MerkleTree(leaves)
        for size in [0, 1, 255, 256, 257, 511, 512, 1024] {
            var filled: [Tile] = []
            var builder = try TileBuilder(size: UInt64(size), tiles: tree)
            for leaf in leaves[size...] { builder.append(leaf) { tile, _ in filled.append(tile) } }
            #expect(builder.root == (try tree.root(size: 1030)))
            #expect(Set(filled) == Set(Tile.gained(from: UInt64(size), to: 1030).filter(\.isFull)))
        }
    }

    @Test("The tiles named for a proof are the ones that it needs and no others")
    func needed() throws {
        let leaves = invented(70_000)
        let tree = MerkleTree(leaves)
        var builder = TileBuilder()
        var all: [Tile: [UInt8]] = [:]
        for leaf in leaves { builder.append(leaf) { all[$0] = $1 } }
        for (tile, bytes) in builder.partialTiles { all[tile] = bytes }
        let ranges = ProofPath.inclusion(of: 300, in: 70_000) + ProofPath.consistency(from: 60_000, to: 70_000)
        let needed = Tile.needed(for: ranges, in: 70_000)
        #expect(needed.count < 12)
        var set = TileSet()
        for tile in needed { try set.insert(tile, bytes: try #require(all[tile])) }
        #expect(try set.inclusionProof(of: 300, in: 70_000) == tree.inclusionProof(of: 300, in: 70_000))
        #expect(try set.consistencyProof(from: 60_000, to: 70_000) == tree.consistencyProof(from: 60_000, to: 70_000))
        for left in needed {
            var partial = TileSet()
            for tile in needed where tile != left { try partial.insert(tile, bytes: try #require(all[tile])) }
            #expect(throws: MissingSubtree.self) {
                _ = try partial.inclusionProof(of: 300, in: 70_000)
                _ = try partial.consistencyProof(from: 60_000, to: 70_000)
            }
        }
    }

    @Test("A tile of the wrong length is refused")
    func lengths() throws {
        let tile = try #require(Tile(level: 0, index: 0, width: 2))
        var set = TileSet()
        #expect(throws: FormatError.self) { try set.insert(tile, bytes: [UInt8](repeating: 0, count: 63)) }
        #expect(throws: FormatError.self) { try set.insert(tile, bytes: [UInt8](repeating: 0, count: 65)) }
        try set.insert(tile, bytes: [UInt8](repeating: 0, count: 64))
        #expect(set.hash(of: Subtree(level: 0, index: 1)) != nil)
        #expect(set.hash(of: Subtree(level: 0, index: 2)) == nil)
        #expect(set.hash(of: Subtree(level: 2, index: 0)) == nil)
    }

    @Test(
        "Each resource has one path",
        arguments: [
            "checkpoint", "tile/0/000", "tile/63/255", "tile/1/x001/x234/067.p/8", "tile/entries/000.p/255",
            "tile/entries/x273/112", "tile/0/x001/000",
        ])
    func paths(path: String) throws {
        #expect(LogResource(path: path)?.path == path)
    }

    @Test(
        "Other spellings are no paths",
        arguments: [
            "", "checkpoint/", "/checkpoint", "tile", "tile/", "tile/0", "tile/0/", "tile/00/000", "tile/64/000",
            "tile/-1/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000", "tile/0/x000/000", "tile/0/x00/000",
            "tile/0/000/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "tile/0/000.p/",
            "tile/0/000.p/1/", "tile/0/000.P/1", "tile/0/x001.p/1", "tile/0/000/1", "tile/0/+00", "tile/0/x001/x000",
            "tile/0/\u{0660}00", "tile/entries", "tile/entries/", "tile/data/000", "tile/8/0/000", "tile/0/000?",
            "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/X001/000", "tile/0/ 00", "checkpoint\u{301}",
        ])
    func badPaths(path: String) {
        #expect(LogResource(path: path) == nil)
    }

    @Test("Random paths read back", arguments: 1...5 as ClosedRange<UInt64>)
    func randomPaths(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let index = UInt64.random(in: 0...(.max >> UInt64.random(in: 9...63, using: &random)), using: &random)
            let tile = try #require(
                Tile(
                    level: Int.random(in: 0...63, using: &random), index: index,
                    width: Int.random(in: 1...256, using: &random)))
            #expect(LogResource(path: LogResource.tile(tile).path) == .tile(tile))
            let bundle = try #require(EntryBundleAddress(index: index, width: tile.width))
            #expect(LogResource(path: LogResource.entries(bundle).path) == .entries(bundle))
        }
    }

    @Test("A bundle gives back its entries, and a damaged one is refused")
    func bundles() throws {
        let entries: [[UInt8]] = [[], [1], Array(repeating: 2, count: 300), Array(repeating: 3, count: 65_535)]
        var bundle: [UInt8] = []
        for entry in entries { try EntryBundle.append(entry, to: &bundle) }
        #expect(try EntryBundle.entries(in: bundle, width: 4).map(Array.init) == entries)
        #expect(throws: FormatError.self) { try EntryBundle.entries(in: bundle, width: 3) }
        #expect(throws: FormatError.self) { try EntryBundle.entries(in: bundle, width: 5) }
        #expect(throws: FormatError.self) { try EntryBundle.entries(in: bundle.dropLast(), width: 4) }
        #expect(throws: FormatError.self) { try EntryBundle.entries(in: bundle + [0], width: 4) }
        var full: [UInt8] = []
        #expect(throws: FormatError.self) { try EntryBundle.append(Array(repeating: 0, count: 65_536), to: &full) }
        #expect(full.isEmpty)
    }
}
