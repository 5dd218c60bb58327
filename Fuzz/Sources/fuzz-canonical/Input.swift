import EventModel
import Foundation

/// Makes an event of whatever bytes there are; where they end, zeros follow.
struct Input {
    var bytes: ArraySlice<UInt8>

    mutating func event() -> RecordedEvent {
        let flags = number(1)
        let (occurredAt, recordedAt) = (moment(anywhere: flags & 1 != 0), moment(anywhere: flags & 2 != 0))
        let (position, streamVersion) = (integer(), integer())
        let ids = (0..<6).map { _ in id() }
        let texts = texts()
        func text(_ place: Int) -> String { texts.indices.contains(place) ? texts[place] : "" }
        return RecordedEvent(
            jurisdiction: text(0), position: position, stream: StreamID(text(1), ids[0]),
            streamVersion: streamVersion, id: ids[1], type: text(2), schemaVersion: Int(truncatingIfNeeded: position),
            occurredAt: occurredAt, occurredOnDateOnly: flags & 4 != 0, recordedAt: recordedAt,
            actor: flags & 8 == 0 ? nil : ids[2], organization: flags & 16 == 0 ? nil : ids[3], commandID: ids[4],
            correlationID: ids[5], causationID: flags & 32 == 0 ? nil : ids[2],
            module: flags & 64 == 0 ? nil : text(3), policyVersion: flags & 128 == 0 ? nil : text(4), payload: Data())
    }

    private mutating func number(_ count: Int) -> UInt64 {
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func integer() -> Int64 { Int64(bitPattern: number(8)) }

    /// Any number of seconds, or a few microseconds from a midnight of four thousand years, where carries happen.
    private mutating func moment(anywhere: Bool) -> Date {
        guard !anywhere else { return Date(timeIntervalSinceReferenceDate: Double(bitPattern: number(8))) }
        let day = Double(number(4) % 1_460_000) - 730_000
        let micros = Double(Int16(truncatingIfNeeded: Int64(number(2))))
        return Date(timeIntervalSinceReferenceDate: day * 86_400 + micros / 1_000_000)
    }

    private mutating func id() -> UUID {
        var id = UUID().uuid
        withUnsafeMutableBytes(of: &id) { id in for place in 0..<16 { id[place] = UInt8(number(1)) } }
        return UUID(uuid: id)
    }

    /// The rest, cut where a byte stands that no UTF-8 has.
    private func texts() -> [String] {
        bytes.split(separator: 0xFF, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}
