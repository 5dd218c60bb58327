public import Foundation

/// Where new ids come from, so that a test can name them beforehand.
public protocol IDSource: Sendable {
    func next() -> UUID
}

/// UUID version 7 (RFC 9562): ordered by the millisecond they were made in, random otherwise.
public struct TimeOrderedIDs: IDSource {
    public init() {}

    public func next() -> UUID { UUID(version7At: Date()) }
}

extension UUID {
    /// A version 7 id for a given moment.
    public init(version7At moment: Date) {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(max(0, moment.timeIntervalSince1970 * 1000))
        let high = (milliseconds << 16) | 0x7000 | UInt64(generator.next() & 0x0FFF)
        let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        self.init(high: high, low: low)
    }

    /// A version 8 id from the first 16 bytes of a digest, so that the same source row has the same id every time.
    public init(version8From digest: some Sequence<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in digest.prefix(16).enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(
            high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
            low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    private init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        self.init(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
                byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
                byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    /// The form that URLs, files and messages use.
    public var text: String {
        // Foundation's own goes through a format string, and every key of a read model is one.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        bytes.append(self, uppercase: false)
        return String(decoding: bytes, as: UTF8.self)
    }
}
