import EventModel
import Foundation
import Testing

/// What is stored was written by Foundation's encoder first; ours may never write another byte.
@Suite("JSON writer")
struct JSONWriterTests {
    private static func foundation(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date))
        }
        return try encoder.encode(value)
    }

    private static func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

    @Test("Random documents are written byte for byte as Foundation writes them, and read back the same")
    func random() throws {
        let (reader, writer) = (JSONReader(), JSONWriter())
        for seed in UInt64(0)..<2_000 {
            var random = SeededGenerator(seed: seed)
            let document = AnyJSON.random(depth: 4, using: &random)
            let ours = try writer.encode(document)
            #expect(Self.text(ours) == Self.text(try Self.foundation(document)), "seed \(seed)")
            #expect(
                try reader.decode(AnyJSON.self, from: ours) == JSONDecoder().decode(AnyJSON.self, from: ours),
                "seed \(seed)")
        }
    }

    @Test("Every scalar up to the emoji is escaped as Foundation escapes it")
    func scalars() throws {
        let text = String(String.UnicodeScalarView((0...0x1_F64F).compactMap { Unicode.Scalar($0) }))
        #expect(try JSONWriter().encode([text]) == Self.foundation([text]))
    }

    @Test("Every shape that Codable has is written as Foundation writes it")
    func shapes() throws {
        let shape = Shape()
        #expect(Self.text(try JSONWriter().encode(shape)) == Self.text(try Self.foundation(shape)))
        #expect(Self.text(try JSONWriter().encode(Derived())) == Self.text(try Self.foundation(Derived())))
        let numbers: [Double] = [0, -0.0, 1, 1.5, 0.1, 1e15, 1e16, 1e300, 1e-7, 123_456_789_012_345_680, .pi]
        #expect(Self.text(try JSONWriter().encode(numbers)) == Self.text(try Self.foundation(numbers)))
        #expect(
            Self.text(try JSONWriter().encode([Float(1.1), 3])) == Self.text(try Self.foundation([Float(1.1), 3])))
        #expect(throws: EncodingError.self) { try JSONWriter().encode([Double.infinity]) }
    }

    @Test("A value that encodes nothing is an empty object inside and refused outside")
    func nothing() throws {
        struct Nothing: Encodable { func encode(to: any Encoder) {} }
        #expect(Self.text(try JSONWriter().encode(["a": Nothing()])) == #"{"a":{}}"#)
        #expect(throws: EncodingError.self) { try JSONWriter().encode(Nothing()) }
    }

    private struct Shape: Encodable {
        enum Choice: String, Encodable { case left }
        enum Tree: Encodable {
            case leaf
            case branch(left: Int, String)
        }
        var z = 1
        var id = UUID()
        var ids = [UUID(), UUID()]
        var optionalID: UUID? = UUID()
        var when = Date(timeIntervalSince1970: 1_791_904_320.125)
        var moments: [Date?] = [nil, Date(timeIntervalSince1970: -0.5)]
        var choice = Choice.left
        var choices: [String: Choice] = ["b": .left, "a": .left]
        var byNumber: [Int: String] = [10: "x", 9: "y"]
        var trees: [Tree] = [.leaf, .branch(left: 1, "r")]
        var pairs: [[UInt8]] = [[], [255]]
        var set: Set<String> = ["only"]
        var nothing: Int?
        var day = Day("2026-10-13")
        var range = 1..<3
        var Upper = true
        var tiny: [Int8] = [.min, .max]
        var large: [UInt64] = [.max]
    }

    private class Base: Encodable { var base = 1 }

    private final class Derived: Base {
        enum Keys: String, CodingKey { case own, list, deep }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try super.encode(to: container.superEncoder())
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encodeNil()
            var inner = list.nestedContainer(keyedBy: Keys.self)
            try inner.encode("x", forKey: .own)
            try super.encode(to: list.superEncoder())
            var deep = container.nestedContainer(keyedBy: Keys.self, forKey: .deep)
            try deep.encode(2, forKey: .own)
            try deep.encode(3, forKey: .own)
            var again = encoder.container(keyedBy: Keys.self)
            try again.encode(true, forKey: .own)
        }
    }
}
