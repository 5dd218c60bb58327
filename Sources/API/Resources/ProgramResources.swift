import ReadModels
import Application
import EventModel
import Foundation

struct ProgramResource: Encodable, Sendable {
    var id: String
    var organization: String
    var organizationName: String
    var name: String
    var summary: String
    var unit: String
    var maximum: Int
    var available: Int
    var taken: Int
    var accepting: Bool
    var pauseReason: String?
    var pausedUntil: Day?
    var updatedAt: Date
    var isStale: Bool
    var meanReplyHours: Double?
    var version: Int64

    init(_ program: ProgramInfo, now: Date) {
        let row = program.row
        id = row.key
        organization = row.organization.text
        organizationName = program.organization
        name = row.name
        summary = row.summary
        unit = row.unit
        maximum = row.maximum
        available = row.available
        taken = row.taken
        accepting = row.accepting
        pauseReason = row.pauseReason
        pausedUntil = row.pausedUntil
        updatedAt = row.updatedAt
        isStale = program.isStale(at: now)
        meanReplyHours = program.replyHours.map { ($0 * 10).rounded() / 10 }
        version = row.version
    }

    static let schema = Schema.object([
        .needs("id", .id), .needs("organization", .id), .needs("organizationName", .text()), .needs("name", .text()),
        .needs("summary", .text()), .needs("unit", .text("What one place is: a place, a bed, a session.")),
        .needs("maximum", .count), .needs("available", .integer("Places open now; below 0 when exceeded.")),
        .needs("taken", .count), .needs("accepting", .flag("Whether it takes referrals now.")),
        .may("pauseReason", .text()), .may("pausedUntil", .day),
        .needs("updatedAt", .instant("When the partner last said how many places there are.")),
        .needs("isStale", .flag("Nobody has confirmed the count for 14 days.")),
        .may("meanReplyHours", Schema(.number, "Hours from offer to acknowledgement, the mean of 90 days.")),
        .needs("version", .count),
    ]).named("Program")
    static let example: JSON = [
        "id": .string(Example.program), "organization": .string(Example.partner), "organizationName": "Second Harbor",
        "name": "Recovery housing", "summary": "Twelve weeks of supported housing.", "unit": "bed", "maximum": 12,
        "available": 3, "taken": 9, "accepting": true, "updatedAt": "2026-10-13T15:12:00.000000Z", "isStale": false,
        "meanReplyHours": 20.5, "version": 14,
    ]
}

extension ProgramInput {
    static let schema = Schema.object([
        .needs("organization", .id("The partner that runs it.")), .needs("name", .text(maxLength: 200)),
        .needs("summary", .text("What it offers, in a sentence or two.", maxLength: 1000)),
        .needs("maximum", .integer("How many places there are.", 0...100_000)),
        .may("unit", .text("What one place is; `place` without it.", maxLength: 40)),
    ]).named("ProgramInput")
    static let example: JSON = [
        "organization": .string(Example.partner), "name": "Recovery housing",
        "summary": "Twelve weeks of supported housing.", "maximum": 12, "unit": "bed",
    ]
}

/// How many places a program has.
struct CapacityInput: Codable, Sendable {
    var maximum: Int
    var available: Int

    static let schema = Schema.object([
        .needs("maximum", .integer("How many places there are.", 0...100_000)),
        .needs("available", .integer("How many are open now.", 0...100_000)),
    ]).named("CapacityInput")
    static let example: JSON = ["maximum": 12, "available": 3]
}

/// Why intake stops, and until when.
struct PauseInput: Codable, Sendable {
    var reason: String
    var until: Day?

    static let schema = Schema.object([
        .needs("reason", .text("Shown to everybody who might refer.", maxLength: 400)),
        .may("until", .day("The last day of the pause.")),
    ]).named("PauseInput")
    static let example: JSON = ["reason": "Kitchen being rebuilt", "until": "2026-12-01"]
}
