import Application
import Casework
import EventModel
import Foundation
import ReadModels

/// An office's worklist.
struct WorklistResource: Encodable, Sendable {
    struct Counts: Encodable, Sendable {
        var open: Int
        var needsOffice: Int
        var late: Int
        var dueThisWeek: Int
    }

    struct Item: Encodable, Sendable {
        var id: String
        var number: String
        var status: String
        var priority: String
        var group: String
        var participant: String
        var name: String?
        var program: String
        var partner: String
        var next: NextDeadline?
        var isPaused: Bool
        var isLate: Bool
        var lastType: String
        var lastAt: Date
        var version: Int64
    }

    var jurisdiction: String
    var counts: Counts
    var items: [Item]
    var hasMore: Bool
    var position: Int64

    init(_ list: Worklist) {
        jurisdiction = list.jurisdiction.slug
        counts = Counts(
            open: list.counts.open, needsOffice: list.counts.needsOffice, late: list.counts.late,
            dueThisWeek: list.counts.dueThisWeek)
        items = list.items.map { item in
            let row = item.row
            return Item(
                id: row.key, number: row.number, status: row.status.rawValue, priority: row.priority.rawValue,
                group: row.group.rawValue, participant: row.participant.text, name: item.name.short,
                program: row.program.text, partner: row.partner.text, next: NextDeadline(row.nextClock, row.nextDue),
                isPaused: row.nextPaused, isLate: row.late, lastType: row.lastType, lastAt: row.lastAt,
                version: row.version)
        }
        hasMore = list.isCut
        position = list.position
    }

    private static let item = Schema.object([
        .needs("id", .id), .needs("number", .text()), .needs("status", .code(Referral.Status.self)),
        .needs("priority", .code(Referral.Priority.self)), .needs("group", .code(WorklistProjection.Group.self)),
        .needs("participant", .id), .may("name", .text()), .needs("program", .id), .needs("partner", .id),
        .may("next", NextDeadline.schema), .needs("isPaused", .flag), .needs("isLate", .flag),
        .needs("lastType", .text("The type of the latest event.")), .needs("lastAt", .instant),
        .needs("version", .count),
    ]).named("WorklistItem")
    static let schema = Schema.object([
        .needs("jurisdiction", .text()),
        .needs(
            "counts",
            .object([
                .needs("open", .count), .needs("needsOffice", .count), .needs("late", .count),
                .needs("dueThisWeek", .count),
            ])),
        .needs("items", .list(item)), .needs("hasMore", .flag), .needs("position", .integer("What the list shows.")),
    ]).named("Worklist")
    static let example: JSON = [
        "jurisdiction": .string(Example.slug), "counts": ["open": 41, "needsOffice": 3, "late": 2, "dueThisWeek": 9],
        "items": [
            [
                "id": .string(Example.referral), "number": "RF-4K7M-9TQ2", "status": "needs-information",
                "priority": "routine", "group": "needs-office", "participant": .string(Example.participant),
                "name": "Marcus O.", "program": .string(Example.program), "partner": .string(Example.partner),
                "next": NextDeadline.example, "isPaused": false, "isLate": false,
                "lastType": "referral.information_requested", "lastAt": "2026-10-14T09:00:00.000000Z", "version": 4,
            ]
        ],
        "hasMore": false, "position": 1827,
    ]
}

/// One tab of a partner's inbox, with what the office owes.
struct InboxResource: Encodable, Sendable {
    struct Counts: Encodable, Sendable {
        var toAnswer: Int
        var active: Int
        var closing: Int
        var closed: Int
    }

    struct Owed: Encodable, Sendable {
        var clock: String
        var since: Date?
        var due: Date?
    }

    struct Item: Encodable, Sendable {
        var id: String
        var number: String
        var status: String
        var priority: String
        var tab: String
        var program: String
        var name: String?
        var need: String?
        var contact: String?
        var share: [String]
        var offeredAt: Date?
        var offeredBy: String?
        var next: NextDeadline?
        var isLate: Bool
        var owed: Owed?
        var intakeOn: Day?
        var intakeTime: String?
        var sessions: Int
        var sessionsAttended: Int
        var version: Int64

        init(_ item: InboxItem) {
            let row = item.row
            id = row.key
            number = row.number
            status = row.status.rawValue
            priority = row.priority.rawValue
            tab = row.tab.rawValue
            program = row.program.text
            name = item.name.short
            need = item.need
            contact = item.contact
            share = row.share
            offeredAt = row.offeredAt
            offeredBy = item.offeredBy
            next = NextDeadline(row.nextClock, row.nextDue)
            isLate = row.late
            owed = row.owedClock.map { Owed(clock: $0.rawValue, since: row.owedSince, due: row.owedDue) }
            intakeOn = row.intakeOn
            intakeTime = row.intakeTime
            sessions = row.sessions
            sessionsAttended = row.sessionsAttended
            version = row.version
        }
    }

    var jurisdiction: String
    var counts: Counts
    var items: [Item]
    var owed: [Item]
    var position: Int64

    init(_ inbox: Inbox) {
        jurisdiction = inbox.jurisdiction.slug
        counts = Counts(
            toAnswer: inbox.counts[.toAnswer] ?? 0, active: inbox.counts[.active] ?? 0,
            closing: inbox.counts[.closing] ?? 0, closed: inbox.counts[.closed] ?? 0)
        items = inbox.items.map(Item.init)
        owed = inbox.owed.map(Item.init)
        position = inbox.position
    }

    private static let item = Schema.object([
        .needs("id", .id), .needs("number", .text()), .needs("status", .code(Referral.Status.self)),
        .needs("priority", .code(Referral.Priority.self)), .needs("tab", .code(InboxProjection.Tab.self)),
        .needs("program", .id), .may("name", .text()), .may("need", .text()), .may("contact", .text()),
        .needs("share", .list(.code(Referral.SharedField.self))), .may("offeredAt", .instant),
        .may("offeredBy", .text()), .may("next", NextDeadline.schema), .needs("isLate", .flag),
        .may(
            "owed",
            .object([.needs("clock", .code(Clock.Kind.self)), .may("since", .instant), .may("due", .instant)])),
        .may("intakeOn", .day), .may("intakeTime", Schema(.string(.time))), .needs("sessions", .count),
        .needs("sessionsAttended", .count), .needs("version", .count),
    ]).named("InboxItem")
    static let schema = Schema.object([
        .needs("jurisdiction", .text()),
        .needs(
            "counts",
            .object([
                .needs("toAnswer", .count), .needs("active", .count), .needs("closing", .count),
                .needs("closed", .count),
            ])),
        .needs("items", .list(item)), .needs("owed", .list(item, "Where the office owes an answer or a disposition.")),
        .needs("position", .integer("What the inbox shows.")),
    ]).named("Inbox")
    static let example: JSON = [
        "jurisdiction": .string(Example.slug), "counts": ["toAnswer": 1, "active": 4, "closing": 1, "closed": 20],
        "items": [
            [
                "id": .string(Example.referral), "number": "RF-4K7M-9TQ2", "status": "offered",
                "priority": "routine", "tab": "to-answer", "program": .string(Example.program), "name": "Marcus O.",
                "need": "Housing within two weeks", "share": ["name", "need"],
                "offeredAt": "2026-10-13T15:12:00.000000Z", "next": NextDeadline.example, "isLate": false,
                "sessions": 0, "sessionsAttended": 0, "version": 2,
            ]
        ],
        "owed": [], "position": 1827,
    ]
}
