import EventLog
import EventModel
import Foundation
import Ledger

/// An event as one line of a bundle: every column of its row, the payload's text exactly as it was hashed.
struct BundleEvent: Codable, Hashable {
    var actor: String?
    var causationId: String?
    var commandId: String
    var correlationId: String
    var digest: String
    var eventId: String
    var jurisdiction: String
    var module: String?
    var occurredAt: String
    var occurredOnDateOnly: Bool
    var organization: String?
    var payload: String?
    var policyVersion: String?
    var position: Int64
    var recordedAt: String
    var salt: String?
    var schemaVersion: Int
    var streamId: String
    var streamKind: String
    var streamVersion: Int64
    var type: String

    init(_ stored: CommittedEvent) {
        let event = stored.event
        actor = event.actor?.text
        causationId = event.causationID?.text
        commandId = event.commandID.text
        correlationId = event.correlationID.text
        digest = Data(stored.digest).base64EncodedString()
        eventId = event.id.text
        jurisdiction = event.jurisdiction
        module = event.module
        occurredAt = event.occurredAt.rfc3339
        occurredOnDateOnly = event.occurredOnDateOnly
        organization = event.organization?.text
        payload = stored.hasPayload ? String(decoding: event.payload, as: UTF8.self) : nil
        policyVersion = event.policyVersion
        position = event.position
        recordedAt = event.recordedAt.rfc3339
        salt = stored.salt.map { Data($0).base64EncodedString() }
        schemaVersion = event.schemaVersion
        streamId = event.stream.id.text
        streamKind = event.stream.kind
        streamVersion = event.streamVersion
        type = event.type
    }

    /// The event as it was stored; `nil` when a column cannot be read.
    var stored: CommittedEvent? {
        guard let occurred = Date(rfc3339: occurredAt), let recorded = Date(rfc3339: recordedAt),
            let digest = Data(base64Encoded: digest), let stream = UUID(uuidString: streamId),
            let id = UUID(uuidString: eventId), let command = UUID(uuidString: commandId),
            let correlation = UUID(uuidString: correlationId)
        else { return nil }
        let event = RecordedEvent(
            jurisdiction: jurisdiction, position: position, stream: StreamID(streamKind, stream),
            streamVersion: streamVersion, id: id, type: type, schemaVersion: schemaVersion, occurredAt: occurred,
            occurredOnDateOnly: occurredOnDateOnly, recordedAt: recorded, actor: actor.flatMap { UUID(uuidString: $0) },
            organization: organization.flatMap { UUID(uuidString: $0) }, commandID: command, correlationID: correlation,
            causationID: causationId.flatMap { UUID(uuidString: $0) }, module: module,
            policyVersion: policyVersion, payload: Data((payload ?? "").utf8))
        return CommittedEvent(
            event: event, digest: Array(digest), salt: salt.flatMap { Data(base64Encoded: $0) }.map { Array($0) },
            hasPayload: payload != nil)
    }
}

/// What a bundle says of itself.
struct BundleManifest: Codable, Hashable {
    static let format = "throughline-audit-bundle/1"

    var format: String
    var jurisdiction: String
    var origin: String
    var epoch: Int
    /// How many entries stand before the log's own: 1 where an epoch began with a statement.
    var entriesBeforeEvents: Int
    /// The size of the checkpoint.
    var size: UInt64
    /// The positions whose events are in the bundle: from, and to but without.
    var from: Int64
    var to: Int64
}

/// The names of a bundle's files.
enum BundleFile {
    static let manifest = "manifest.json"
    static let key = "key"
    static let checkpoint = "checkpoint"
    static let readme = "README.txt"
    /// How many events a file has at most: those of 64 tiles.
    static let eventsPerFile: Int64 = 16_384

    static func events(from position: Int64) -> String {
        let digits = String(position)
        return "events/\(String(repeating: "0", count: 12 - digits.count))\(digits).jsonl"
    }

    /// The positions of a range, file by file.
    static func ranges(_ positions: Range<Int64>) -> [Range<Int64>] {
        var ranges: [Range<Int64>] = []
        var start = positions.lowerBound
        while start < positions.upperBound {
            let end = min(positions.upperBound, (start / eventsPerFile + 1) * eventsPerFile)
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }
}
