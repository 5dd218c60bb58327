import Casework
import EventModel
import Foundation

/// A jurisdiction's log in memory, with the promises of `log.append`: one order, a command once, versions checked.
struct MemoryLog {
    enum Outcome: Equatable { case appended, alreadyDone, wrongVersion }

    /// One event with what it means, decoded once.
    struct Entry {
        var event: RecordedEvent
        var referral: Referral.Event?
        var clock: Clock.Event?
    }

    private(set) var entries: [Entry] = []
    private(set) var commands: [UUID: Range<Int>] = [:]
    private var streams: [StreamID: [Int]] = [:]

    var head: Int { entries.count }

    /// What a reader sees that knows the log up to a position: always a beginning of it.
    func stream(_ stream: StreamID, seen: Int) -> [Entry] {
        (streams[stream] ?? []).prefix { $0 < seen }.map { entries[$0] }
    }

    mutating func append(
        _ command: UUID, _ events: [(payload: any EventPayload, at: Date)], to stream: StreamID,
        expecting versions: [StreamID: Int], now: Date
    ) throws -> Outcome {
        if commands[command] != nil { return .alreadyDone }
        for (stream, version) in versions where streams[stream]?.count ?? 0 != version { return .wrongVersion }
        let first = entries.count
        for (payload, at) in events {
            let version = (streams[stream]?.count ?? 0) + 1
            let type = type(of: payload)
            let event = RecordedEvent(
                jurisdiction: "us-zz-memory", position: Int64(entries.count), stream: stream,
                streamVersion: Int64(version), id: .numbered(0xE0, entries.count), type: type.type,
                schemaVersion: type.version, occurredAt: at, recordedAt: now, commandID: command,
                correlationID: command,
                payload: try payload.stored(sealer: { text, _ in SealedText(key: stream.id, box: text) }))
            streams[stream, default: []].append(entries.count)
            entries.append(Entry(event: event, referral: try Referral.Event(event), clock: try Clock.Event(event)))
        }
        commands[command] = first..<entries.count
        return .appended
    }
}

extension UUID {
    /// An id that says what it is of, so that a failing seed reads well.
    static func numbered(_ kind: UInt8, _ number: Int) -> UUID {
        let n = UInt64(number).bigEndian
        return withUnsafeBytes(of: n) { b in
            UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, b[2], b[3], b[4], b[5], b[6], b[7]))
        }
    }
}
