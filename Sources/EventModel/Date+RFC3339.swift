public import Foundation

/// Moments as RFC 3339 writes them, which is how events, answers and files carry them.
extension Date {
    /// The moment in UTC to the microsecond, such as `2026-10-13T15:12:00.000000Z`.
    ///
    /// The width is fixed, so one moment has one spelling and its texts sort as the moments do.
    public var rfc3339: String { Timestamp.text(self) }

    /// Reads `2026-10-13T15:12:00Z` with an optional fraction and any offset; answers `nil` for anything else.
    public init?(rfc3339 text: some StringProtocol) {
        var text = String(text)
        guard let date = text.withUTF8({ Date(rfc3339: $0) }) else { return nil }
        self = date
    }

    init?(rfc3339 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            bytes[bytes.count - 1] == UInt8(ascii: "Z") || bytes[bytes.count - 3] == UInt8(ascii: ":"),
            let date = Timestamp.date(utf8: bytes)
        else { return nil }
        self = date
    }

    /// The span that a four-digit year can write.
    static let writable = Date(timeIntervalSince1970: -62_135_596_800)..<Date(timeIntervalSince1970: 253_402_300_799.5)
}
