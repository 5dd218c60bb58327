import Application
import EventModel
import Foundation

/// One event of a referral: what happened, when, on whose side, with its codes and dates.
///
/// Nobody's own words are in it, and no staff member's name: notes are read with the referral.
struct EventResource: Encodable, Sendable {
    struct Fact: Encodable, Sendable {
        var name: String
        var value: String
    }

    var id: String
    var position: Int64
    var type: String
    var stream: String
    var version: Int64
    var occurredAt: Date
    var isDateOnly: Bool
    var recordedAt: Date
    var side: String
    var organization: String?
    var facts: [Fact]
    var correctedBy: Int64?

    init(_ entry: TimelineEntry) {
        let event = entry.event
        id = event.id.text
        position = event.position
        type = event.type
        stream = event.stream.kind
        version = event.streamVersion
        occurredAt = event.occurredAt
        isDateOnly = event.occurredOnDateOnly
        recordedAt = event.recordedAt
        side = entry.lane.rawValue
        organization = entry.organization
        facts = entry.facts.filter { $0.kind == .code || $0.kind == .date }.map { Fact(name: $0.name, value: $0.value) }
        correctedBy = entry.correctedBy
    }

    static let schema = Schema.object([
        .needs("id", .id), .needs("position", .integer("In the jurisdiction's log.")), .needs("type", .text()),
        .needs("stream", .text("What it is an event of.")), .needs("version", .count),
        .needs("occurredAt", .instant("When it happened.")),
        .needs("isDateOnly", .flag("Only the date of `occurredAt` is known.")),
        .needs("recordedAt", .instant("When the log took it.")),
        .needs("side", .code(TimelineEntry.Lane.self)), .may("organization", .text()),
        .needs("facts", .list(.object([.needs("name", .text()), .needs("value", .text())]))),
        .may("correctedBy", .integer("The position of the event that set this one right.")),
    ]).named("ReferralEvent")
    static let example: JSON = [
        "id": .string(Example.event), "position": 1820, "type": "referral.offered", "stream": "referral", "version": 2,
        "occurredAt": "2026-10-13T15:12:00.000000Z", "isDateOnly": false,
        "recordedAt": "2026-10-13T15:12:00.041000Z", "side": "office", "organization": "State's Attorney", "facts": [],
    ]
}
