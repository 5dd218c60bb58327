import ReadModels
import Application
import Casework
import EventModel
import Foundation

/// One line of a list of referrals.
struct ReferralListResource: Encodable, Sendable {
    var id: String
    var number: String?
    var status: String
    var priority: String
    var participant: String
    var name: String?
    var program: NamedResource?
    var partner: NamedResource?
    var office: NamedResource?
    var next: NextDeadline?
    var offeredAt: Date?
    var endedAt: Date?
    var source: String?
    var sourceResult: String?
    var version: Int64
    var position: Int64

    init(_ item: ReferralListItem) {
        let row = item.row
        id = row.key
        number = row.number
        status = row.status.rawValue
        priority = row.priority.rawValue
        participant = row.participant.text
        name = item.name.short
        program = NamedResource(row.program?.text, item.program)
        partner = NamedResource(row.partner?.text, item.partner)
        office = NamedResource(row.office?.text, item.office)
        next = NextDeadline(row.nextClock, row.nextDue)
        offeredAt = row.offeredAt
        endedAt = row.endedAt
        source = row.source
        sourceResult = row.sourceResult
        version = row.version
        position = row.position
    }

    static let schema = Schema.object([
        .needs("id", .id), .may("number", .text()), .needs("status", .code(Referral.Status.self)),
        .needs("priority", .code(Referral.Priority.self)), .needs("participant", .id), .may("name", .text()),
        .may("program", NamedResource.schema), .may("partner", NamedResource.schema),
        .may("office", NamedResource.schema), .may("next", NextDeadline.schema), .may("offeredAt", .instant),
        .may("endedAt", .instant), .may("source", .text("The system that it was taken over from.")),
        .may("sourceResult", .code(Referral.SourceResult.self)), .needs("version", .count),
        .needs("position", .integer("In the log.")),
    ]).named("ReferralItem")
    static let example: JSON = [
        "id": .string(Example.referral), "number": "RF-4K7M-9TQ2", "status": "acknowledged", "priority": "routine",
        "participant": .string(Example.participant), "name": "Marcus O.",
        "program": ["id": .string(Example.program), "name": "Recovery housing"], "next": NextDeadline.example,
        "offeredAt": "2026-10-13T15:12:00.000000Z", "version": 3, "position": 1827,
    ]
}
