/// Bytes that resemble an answer more or less; the same for the same seed.
enum Noise {
    static func bytes(_ seed: UInt64) -> [UInt8] {
        var random = Seeded(state: seed)
        func some(_ range: ClosedRange<Int>) -> [UInt8] {
            (0..<Int.random(in: range, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        switch seed % 3 {
        case 0: return some(1...2000)
        case 1: return framed(some(0...2000))
        default:
            let answer = #"{"kind":"events","call":1,"body":[{"type":"test.greeted","payload":{"by":"1.0.0"}}]}"#
            var bytes = framed(Array(answer.utf8))
            for _ in 0...Int.random(in: 0...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            return bytes
        }
    }

    private static func framed(_ body: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(body.count).bigEndian) { Array($0) } + body
    }
}

/// SplitMix64.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
