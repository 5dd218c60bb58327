public import EventModel
public import Foundation

/// One recorded event as CloudEvents 1.0.2 writes it in JSON, for the API, webhooks and exports.
///
/// The payload is the stored bytes, spliced in and never encoded again, so its digest can be checked. Who acted is
/// left out: it is a staff member's account.
public struct CloudEvent: Sendable, Hashable {
    public let event: RecordedEvent

    public init(_ event: RecordedEvent) { self.event = event }

    /// The content type of one event.
    public static let contentType = "application/cloudevents+json"
    /// The content type of an array of events.
    public static let batchContentType = "application/cloudevents-batch+json"

    public var json: Data {
        var members: [(name: String, value: String)] = [
            ("specversion", "1.0"), ("id", event.id.text), ("source", "/jurisdictions/\(event.jurisdiction)"),
            ("type", "org.throughline.\(event.type)"), ("subject", event.stream.description),
            ("time", event.occurredAt.rfc3339), ("datacontenttype", "application/json"),
            ("dataschema", "urn:throughline:event:\(event.type):\(event.schemaVersion)"),
            ("sequence", sequence), ("recordedtime", event.recordedAt.rfc3339),
            ("correlationid", event.correlationID.text), ("partitionkey", event.stream.description),
        ]
        if let cause = event.causationID { members.append(("causationid", cause.text)) }
        var text = "{" + members.map { "\"\($0.name)\":\(JSONText.quoted($0.value))" }.joined(separator: ",")
        if event.occurredOnDateOnly { text += ",\"dateonly\":true" }
        // A payload that was destroyed by order leaves nothing to show.
        guard !event.payload.isEmpty else { return Data((text + "}").utf8) }
        return Data((text + ",\"data\":").utf8) + event.payload + Data("}".utf8)
    }

    public static func batch(_ events: some Sequence<RecordedEvent>) -> Data {
        var data = Data("[".utf8)
        for (index, event) in events.enumerated() {
            if index > 0 { data += Data(",".utf8) }
            data += CloudEvent(event).json
        }
        return data + Data("]".utf8)
    }

    /// The position, padded so that texts sort as numbers do.
    private var sequence: String {
        let digits = String(event.position)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }
}
