import EventModel
import Foundation
import Ledger

/// The bytes that a digest is taken of. Whatever stands in an event's columns, they are JSON as any writer of sorted
/// JSON writes it, and they say each column as it is, so that no two events share them.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(bytes: Array(UnsafeBufferPointer(start: start, count: count))[...])
    let event = input.event()
    check(read(EventColumns.bytes(of: event)), against: event)

    let salt = [UInt8](repeating: 1, count: 16)
    let digest = PayloadDigest.of(salt: salt, payload: event.payload)
    let entry = Commitment(to: event, digest: digest, salt: salt, origin: event.jurisdiction)
    let object = read(entry.bytes)
    precondition(object["position"] == .integer(event.position))
    precondition(isSame(object["log"], event.jurisdiction))
    check(object["at"], event.recordedAt)
    if let parsed = try? Commitment(parsing: entry.bytes) {
        precondition(parsed.bytes == entry.bytes && parsed.leaf == entry.leaf, "an entry reads back differently")
    } else {
        precondition(event.position < 0 || !isWritable(event.recordedAt), "an entry is written that cannot be read")
    }
    return 0
}

/// Reads the object, and makes sure that a general writer gives the same bytes.
private func read(_ bytes: [UInt8]) -> JSONObject {
    guard let object = try? JSONReader().decode(JSONObject.self, from: Data(bytes)) else {
        preconditionFailure("the canonical form is no JSON of ours")
    }
    precondition((try? JSONWriter().encode(object)) == Data(bytes), "a second spelling")
    return object
}

private func check(_ object: JSONObject, against event: RecordedEvent) {
    let ids: [String: UUID?] = [
        "actor": event.actor, "causationId": event.causationID, "commandId": event.commandID,
        "correlationId": event.correlationID, "organization": event.organization, "streamId": event.stream.id,
    ]
    for (name, id) in ids { precondition(isSame(object[name], id?.text), "\(name)") }
    let texts: [String: String?] = [
        "jurisdiction": event.jurisdiction, "module": event.module, "policyVersion": event.policyVersion,
        "streamKind": event.stream.kind, "type": event.type,
    ]
    for (name, text) in texts { precondition(isSame(object[name], text), "\(name)") }
    precondition(object["schemaVersion"] == .integer(Int64(event.schemaVersion)))
    precondition(object["streamVersion"] == .integer(event.streamVersion))
    precondition(object["occurredOnDateOnly"] == .bool(event.occurredOnDateOnly))
    check(object["occurredAt"], event.occurredAt)
    precondition(object.count == ids.count + texts.count + 4)
}

/// By bytes: Swift's strings are equal when they only look alike.
private func isSame(_ value: JSONValue?, _ text: String?) -> Bool {
    switch (value, text) {
    case (.null, nil): true
    case (.string(let value), let text?): value.utf8.elementsEqual(text.utf8)
    default: false
    }
}

private func check(_ value: JSONValue?, _ moment: Date) {
    guard case .string(let text) = value else { preconditionFailure("a moment is no text") }
    guard isWritable(moment) else { return }
    precondition(text == moment.rfc3339 && Date(rfc3339: text)?.rfc3339 == text, "a moment reads back differently")
}

/// From the year 1 to 9999.
private func isWritable(_ moment: Date) -> Bool {
    (-62_135_596_800..<253_402_300_799.5).contains(moment.timeIntervalSince1970)
}
