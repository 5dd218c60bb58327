import EventModel
import Foundation
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("A time-ordered id says version 7 and the RFC's variant")
    func versionBits() {
        for _ in 0..<1_000 {
            let bytes = Self.bytes(TimeOrderedIDs().next())
            #expect(bytes[6] >> 4 == 7)
            #expect(bytes[8] >> 6 == 0b10)
        }
    }

    @Test("A time-ordered id begins with its millisecond")
    func millisecond() {
        let id = UUID(version7At: Date(timeIntervalSince1970: 1_645_557_742.000))  // RFC 9562, appendix A.6
        #expect(id.text.hasPrefix("017f22e2-79b0-7"))
        #expect(UUID(version7At: Date(timeIntervalSince1970: -5)).text.hasPrefix("00000000-0000-7"))
    }

    @Test("Ids of later milliseconds sort later, as text and as bytes")
    func order() {
        let start = Date(timeIntervalSince1970: 1_791_849_600)
        let ids = (0..<2_000).map { UUID(version7At: start.addingTimeInterval(Double($0) / 1000 + 0.0001)) }
        #expect(ids.map(\.text) == ids.map(\.text).sorted())
        #expect(ids == ids.shuffled().sorted { Self.bytes($0).lexicographicallyPrecedes(Self.bytes($1)) })
    }

    @Test("Ids of one millisecond differ in every random bit")
    func randomness() {
        let moment = Date(timeIntervalSince1970: 1_791_849_600)
        let ids = (0..<4_000).map { _ in UUID(version7At: moment) }
        #expect(Set(ids).count == ids.count)
        var ever = [UInt8](repeating: 0, count: 16)
        var always = [UInt8](repeating: 0xFF, count: 16)
        for id in ids {
            for (index, byte) in Self.bytes(id).enumerated() {
                ever[index] |= byte
                always[index] &= byte
            }
        }
        let varying = zip(ever, always).map { $0 ^ $1 }
        #expect(varying == [0, 0, 0, 0, 0, 0, 0x0F, 0xFF, 0x3F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    }

    @Test("An id from a digest is its first 16 bytes with version 8 and the RFC's variant")
    func digest() {
        let ones = UUID(version8From: [UInt8](repeating: 0xFF, count: 32))
        #expect(ones.text == "ffffffff-ffff-8fff-bfff-ffffffffffff")
        #expect(UUID(version8From: [UInt8](repeating: 0, count: 32)).text == "00000000-0000-8000-8000-000000000000")
        let counting = UUID(version8From: (0..<32).map(UInt8.init))
        #expect(counting.text == "00010203-0405-8607-8809-0a0b0c0d0e0f")
        #expect(counting == UUID(version8From: (0..<16).map(UInt8.init)))
    }

    @Test("An id is written in lower case")
    func lowerCase() throws {
        let id = try #require(UUID(uuidString: "0192ABCD-EF01-7234-8567-89ABCDEF0123"))
        #expect(id.text == "0192abcd-ef01-7234-8567-89abcdef0123")
        #expect(StreamID("referral", id).description == "referral/0192abcd-ef01-7234-8567-89abcdef0123")
    }

    private static func bytes(_ id: UUID) -> [UInt8] { withUnsafeBytes(of: id.uuid) { Array($0) } }
}
