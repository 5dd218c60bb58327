import Casework
import EventModel
import Foundation

/// When each event became true, which is not always when it was written down.
///
/// An event with a date alone counts from the end of that date, or from when it was recorded if that was sooner, so
/// that it does not run ahead of what happened earlier on the same day. A correction counts from the event that it
/// sets right: what it says was true all along.
struct EffectiveTimes {
    private var times: [UUID: Date] = [:]

    init(_ history: [RecordedEvent], zone: TimeZone) throws {
        var lastSetter: [Referral.CorrectableField: Date] = [:]
        for event in history {
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
        }
    }

    subscript(event: RecordedEvent) -> Date { times[event.id] ?? event.occurredAt }
}
