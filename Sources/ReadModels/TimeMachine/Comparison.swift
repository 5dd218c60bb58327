public import EventModel
import Foundation

/// What differs between two moments of one referral.
public struct Comparison: Sendable {
    /// One field at both moments, and the events in between that changed it.
    public struct Line: Sendable, Hashable {
        public var field: String
        public var then: String?
        public var now: String?
        /// The positions of the events that changed it, oldest first.
        public var changedBy: [Int64]

        public var isChanged: Bool { then != now }
    }

    public let lines: [Line]

    public var changed: [Line] { lines.filter(\.isChanged) }
    public var unchanged: [Line] { lines.filter { !$0.isChanged } }

    /// Compares what one view shows with what another does.
    public init(
        from earlier: HistoryView, to later: HistoryView, opener: (RecordedEvent) -> PersonalOpener? = { _ in nil }
    ) throws {
        let before = try ReferralSnapshot(earlier, opener: opener)
        let known = Set(earlier.events.map(\.id))
        var changes: [String: [Int64]] = [:]
        var running = ReferralSnapshot()
        var values = Dictionary(uniqueKeysWithValues: running.fields.map { ($0.name, $0.value) })
        for event in later.events {
            try running.fold(event, opener: opener(event))
            for field in running.fields where values[field.name] ?? nil != field.value {
                if !known.contains(event.id) { changes[field.name, default: []].append(event.position) }
                values[field.name] = field.value
            }
        }
        var names = before.fields.map(\.name)
        for field in running.fields where !names.contains(field.name) { names.append(field.name) }
        let then = Dictionary(uniqueKeysWithValues: before.fields.map { ($0.name, $0.value) })
        let now = Dictionary(uniqueKeysWithValues: running.fields.map { ($0.name, $0.value) })
        lines = names.map {
            Line(field: $0, then: then[$0] ?? nil, now: now[$0] ?? nil, changedBy: changes[$0] ?? [])
        }.filter { $0.then != nil || $0.now != nil }
    }
}
