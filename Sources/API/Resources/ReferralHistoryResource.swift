import Casework
import Application
import EventModel
import Foundation
import ReadModels

/// A referral as it stood at a moment, and what differs at another.
struct ReferralHistoryResource: Encodable, Sendable {
    /// One of the three.
    struct Moment: Encodable, Sendable {
        var at: Date?
        var position: Int64?
        var latest: Bool?

        init(_ moment: HistoryMoment) {
            switch moment {
            case .time(let time): at = time
            case .position(let number): position = number
            case .latest: latest = true
            }
        }
    }

    struct Change: Encodable, Sendable {
        var field: String
        var then: String?
        var now: String?
        var changedBy: [Int64]
    }

    var id: String
    var jurisdiction: String
    var moment: Moment
    var clock: String
    var status: String
    var fields: [String: String]
    var events: [EventResource]
    var comparedWith: Moment
    var changes: [Change]
    var position: Int64

    init(_ answer: HistoryAnswer) {
        id = answer.detail.id.text
        jurisdiction = answer.detail.jurisdiction.slug
        moment = Moment(answer.moment)
        clock = answer.clock.rawValue
        status = answer.snapshot.state.status.rawValue
        fields = answer.snapshot.fields.reduce(into: [:]) { fields, field in
            fields[field.name] = field.value
        }
        events = answer.detail.timeline.filter { answer.counted.contains($0.event.id) }.map(EventResource.init)
        comparedWith = Moment(answer.against)
        changes = answer.comparison.changed.map {
            Change(field: $0.field, then: $0.then, now: $0.now, changedBy: $0.changedBy)
        }
        position = answer.snapshot.position
    }

    private static let moment = Schema.object([
        .may("at", .instant), .may("position", .integer("In the log.")), .may("latest", .flag),
    ]).named("Moment")
    static let schema = Schema.object([
        .needs("id", .id), .needs("jurisdiction", .text()), .needs("moment", moment),
        .needs("clock", .code(HistoryClock.self, "On record by then, or true by then.")), .needs("status", .text()),
        .needs("fields", Schema(.anything, "Each field that had a value, by name.")),
        .needs("events", .list(EventResource.schema, "What led there.")), .needs("comparedWith", moment),
        .needs(
            "changes",
            .list(
                .object([
                    .needs("field", .text()), .may("then", .text()), .may("now", .text()),
                    .needs("changedBy", .list(.integer("A position in the log."))),
                ]), "What is different at the other moment.")),
        .needs("position", .integer("The last event that counts.")),
    ]).named("ReferralHistory")
    static let example: JSON = [
        "id": .string(Example.referral), "jurisdiction": .string(Example.slug),
        "moment": ["at": "2026-10-14T00:00:00.000000Z"], "clock": "recorded", "status": "offered",
        "fields": ["status": "offered", "priority": "routine"], "events": [EventResource.example],
        "comparedWith": ["latest": true],
        "changes": [["field": "status", "then": "offered", "now": "acknowledged", "changedBy": [1827]]],
        "position": 1820,
    ]
}
