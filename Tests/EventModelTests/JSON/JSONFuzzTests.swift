import EventModel
import Foundation
import Testing

@Suite("JSON, broken at random")
struct JSONFuzzTests {
    /// A step that breaks a text, or gives another one.
    private static func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let pieces: [[UInt8]] = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "-", "e", ".", "0", "null", "\\ud83d",
        ]
        .map { Array($0.utf8) }
        let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...5, using: &random) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where !bytes.isEmpty: bytes.remove(at: place)
        case 2 where !bytes.isEmpty: bytes.removeSubrange(place...)
        case 3 where !bytes.isEmpty: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
        default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
        }
    }

    @Test("Nothing traps, and what is accepted is what Foundation accepts, with the same meaning")
    func mutations() throws {
        var accepted = 0
        let reader = JSONReader()
        for seed in UInt64(0)..<4_000 {
            var random = SeededGenerator(seed: seed)
            var bytes = Array(try JSONWriter().encode(AnyJSON.random(depth: 3, using: &random)))
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.mutate(&bytes, using: &random) }
            let data = Data(bytes)
            guard let ours = try? reader.decode(AnyJSON.self, from: data) else { continue }
            accepted += 1
            let theirs = try? JSONDecoder().decode(AnyJSON.self, from: data)
            #expect(ours.rounded == theirs?.rounded, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 200, "the mutations leave too little to compare")
    }
}
