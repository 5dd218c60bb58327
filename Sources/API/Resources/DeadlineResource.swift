import Casework
import EventModel
import Foundation

/// One deadline of a referral.
struct DeadlineResource: Encodable, Sendable {
    var clock: String
    var owner: String
    var status: String
    var setAt: Date
    var due: Date
    var missedAt: Date?
    var endedAt: Date?

    init(_ deadline: Clock.Deadline) {
        clock = deadline.clock.rawValue
        owner = deadline.clock.owner.rawValue
        status = deadline.status.rawValue
        setAt = deadline.setAt
        due = deadline.due
        missedAt = deadline.missedAt
        endedAt = deadline.endedAt
    }

    static let schema = Schema.object([
        .needs("clock", .code(Clock.Kind.self)), .needs("owner", .code(Clock.Side.self, "Who must act to stop it.")),
        .needs("status", .code(["running", "paused", "met", "cancelled"])), .needs("setAt", .instant),
        .needs("due", .instant), .may("missedAt", .instant("It runs on until it is met or cancelled.")),
        .may("endedAt", .instant),
    ]).named("Deadline")
    static let example: JSON = [
        "clock": "decide", "owner": "partner", "status": "running", "setAt": "2026-10-13T15:12:00.000000Z",
        "due": "2026-10-20T22:00:00.000000Z",
    ]
}

/// The deadline that comes next.
struct NextDeadline: Encodable, Sendable {
    var clock: String
    var due: Date

    init?(_ clock: Clock.Kind?, _ due: Date?) {
        guard let clock, let due else { return nil }
        self.clock = clock.rawValue
        self.due = due
    }

    static let schema = Schema.object([
        .needs("clock", .code(Clock.Kind.self)), .needs("due", .instant),
    ]).named("NextDeadline")
    static let example: JSON = ["clock": "decide", "due": "2026-10-20T22:00:00.000000Z"]
}
