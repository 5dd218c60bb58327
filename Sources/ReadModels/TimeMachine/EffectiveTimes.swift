import Casework
import EventModel
import Foundation

/// When each event of one referral became true, which is not always when it was written down.
///
/// An event with a date alone counts from the end of that date, or from when it was recorded if that was sooner, so
/// that it does not run ahead of what happened earlier on the same day. A correction counts from the event that it
/// sets right: what it says was true all along.
struct EffectiveTimes {
    private var times: [UUID: Date] = [:]
    private var lastSetter: [Referral.CorrectableField: Date] = [:]
    private let zone: TimeZone

    init(zone: TimeZone) { self.zone = zone }

    init(_ history: [RecordedEvent], zone: TimeZone) throws {
        self.init(zone: zone)
        for event in history { _ = try add(event) }
    }

    /// Takes the next event in the log's order and answers when it became true.
    mutating func add(_ event: RecordedEvent) throws -> Date {
        var time = event.occurredAt
        if event.occurredOnDateOnly {
            let end = Day(event.occurredAt, in: zone).adding(days: 1).start(in: zone).addingTimeInterval(-1)
            time = min(end, event.recordedAt)
        }
        switch try Referral.Event(event) {
        case .corrected(let corrected)?:
            time = corrected.event.flatMap { times[$0] } ?? lastSetter[corrected.field] ?? time
        case .drafted?: lastSetter[.need] = time
        case .completed?: lastSetter[.outcome] = time
        case .unsuccessful?: lastSetter[.unsuccessfulCode] = time
        case .declined?: lastSetter[.declineCode] = time
        default: break
        }
        times[event.id] = time
        return time
    }

    subscript(event: RecordedEvent) -> Date { times[event.id] ?? event.occurredAt }
}
