public import Foundation

/// Moments as RFC 3339 writes them, which is how events, answers and files carry them.
extension Date {
    /// The moment in UTC to the microsecond, such as `2026-10-13T15:12:00.000000Z`.
    ///
    /// The width is fixed, so one moment has one spelling and its texts sort as the moments do.
    public var rfc3339: String { Timestamp.text(self) }

    /// Reads `2026-10-13T15:12:00Z` with an optional fraction and any offset; answers `nil` for anything else.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"),
            bytes[bytes.count - 1] == UInt8(ascii: "Z") || bytes[bytes.count - 3] == UInt8(ascii: ":"),
            let date = Timestamp.date(String(text))
        else { return nil }
        self = date
    }

    /// The span that a four-digit year can write.
    static let writable = Date(timeIntervalSince1970: -62_135_596_800)..<Date(timeIntervalSince1970: 253_402_300_799.5)
}

extension JSONEncoder.DateEncodingStrategy {
    /// Stored moments are RFC 3339 text: the stored profile of JSON has no fractions.
    static var stored: Self {
        .custom { date, encoder in
            guard Date.writable.contains(date) else {
                throw EncodingError.invalidValue(
                    date.timeIntervalSince1970,
                    .init(codingPath: encoder.codingPath, debugDescription: "The year must have four digits."))
            }
            var container = encoder.singleValueContainer()
            try container.encode(date.rfc3339)
        }
    }
}

extension JSONDecoder.DateDecodingStrategy {
    static var stored: Self {
        .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Date(rfc3339: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "A moment reads like 2026-10-13T15:12:00.000000Z.")
            }
            return date
        }
    }
}
