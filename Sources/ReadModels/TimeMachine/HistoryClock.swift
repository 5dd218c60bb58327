public import EventModel
public import Foundation

/// The two ways to ask how things stood at a moment.
public enum HistoryClock: String, Sendable, CaseIterable, Codable {
    /// What was on record by then: what staff could know.
    case recorded
    /// What was true by then: with what was entered or corrected later.
    case occurred
}

/// The moment to look at.
public enum HistoryMoment: Sendable, Hashable {
    case time(Date)
    /// Every event up to and including this position; always by the recorded clock.
    case position(Int64)
    case latest
}

/// A referral's events as they are seen from one moment under one clock.
public struct HistoryView: Sendable {
    /// The events that count, in the order in which they are folded.
    public let events: [RecordedEvent]

    /// - Parameters:
    ///   - history: every event of the referral, its clocks and its dispositions, in log order.
    ///   - zone: the jurisdiction's zone, for events that have a date and no time.
    public init(
        of history: [RecordedEvent], at moment: HistoryMoment, by clock: HistoryClock, zone: TimeZone
    ) throws {
        switch (moment, clock) {
        case (.latest, .recorded): events = history
        case (.position(let position), _): events = history.filter { $0.position <= position }
        case (.time(let time), .recorded): events = history.filter { $0.recordedAt <= time }
        case (.time, .occurred), (.latest, .occurred):
            let effective = try EffectiveTimes(history, zone: zone)
            let until: Date = if case .time(let time) = moment { time } else { .distantFuture }
            events =
                history
                .map { (event: $0, at: effective[$0]) }
                .filter { $0.at <= until }
                .sorted { ($0.at, $0.event.position) < ($1.at, $1.event.position) }
                .map(\.event)
        }
    }
}
