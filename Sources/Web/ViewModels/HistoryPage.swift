import Foundation

/// The time machine: a referral as it stood.
struct HistoryPage: PageModel {
    static let template = "history"

    /// Which of the two clocks the past is read by.
    enum Clock: String, Sendable {
        /// What staff could see then.
        case recorded
        /// What was so then, with late entries and corrections applied.
        case occurred
    }

    /// One field at two moments.
    struct Difference: Sendable {
        var field: String
        var then: String
        var now: String
        /// "Event 17 corrects event 11, Lucía Ferrer"
        var source: String?
    }

    struct Step: Sendable {
        var label: String
        /// `nil` at the end of the history.
        var href: String?
    }

    var name: String
    var status: Tag
    var identity: [Fact]
    /// "This is the referral as it stood on Friday, September 18, 2026, 3:45 PM."
    var asItStood: String
    var nowHref: String
    var lanes: Lanes
    var action: String
    var steps: [Step]
    var range: Range?
    var at: String
    var isRecorded: Bool
    var isOccurred: Bool
    var thenLabel: String
    var nowLabel: String
    var changed: [Difference]
    var hasChanged: Bool
    var unchanged: [Difference]
    var unchangedLabel: String?
    /// The later moment of a comparison, when it is not now.
    var compareTo: String
    var timeline: Timeline
    var laterEvents: Link?
    var eventCount: String
    /// Whether the log that this comes from is what was published.
    var badge: VerificationBadge?

    /// The control under the drawing; its scale is the drawing's, so the thumb stands below the moment.
    struct Range: Sendable {
        var value: Int
        /// Where each event is, from 0 to 1000, and its moment: two lists with spaces, for the script.
        var stops: String
        var moments: String
        var text: String
        var label: String
    }

    /// - parameter events: all events of the referral, newest first.
    /// - parameter moment: the past that is shown.
    /// - parameter then: what the later column shows; now when `nil`.
    init(
        name: String, status: String, identity: [Fact], path: String, nowHref: String, events: [EventRecord],
        at moment: Date, clock: Clock = .recorded, comparedTo then: Date? = nil, changed: [Difference],
        unchanged: [Difference], names: [Lanes.Side: String], for reader: Reader
    ) {
        let words = reader.words
        let inOrder = events.sorted { $0.number < $1.number }
        let past = inOrder.filter { (clock == .recorded ? $0.recorded : $0.occurred) <= moment }
        let here = past.map(\.number).max()
        self.name = name
        self.status = Tag(words("history.status-then", ["status": words("status.\(status)")]), .past)
        self.identity = identity
        asItStood = words("history.as-it-stood", ["date": reader.longDateTime(moment)])
        self.nowHref = nowHref
        lanes = Lanes(events, at: moment, here: here, names: names, for: reader)
        action = path
        func href(_ event: EventRecord?) -> String? {
            event.map {
                Filters.url(
                    path, ["at": reader.machine($0.recorded), "clock": clock == .recorded ? "" : clock.rawValue])
            }
        }
        let index = inOrder.firstIndex { $0.number == here }
        let previous = index.flatMap { $0 > 0 ? inOrder[$0 - 1] : nil }
        let next = index.map { $0 + 1 < inOrder.count ? inOrder[$0 + 1] : nil } ?? inOrder.first
        steps = [
            Step(label: words("history.first"), href: previous == nil ? nil : href(inOrder.first)),
            Step(label: words("history.previous"), href: href(previous)),
            Step(label: words("history.next"), href: href(next)),
            Step(label: words("history.latest"), href: next == nil ? nil : href(inOrder.last)),
        ]
        if let index, inOrder.count > 1 {
            let event = inOrder[index]
            let stops = inOrder.map { event in
                LaneGeometry.permille(
                    of: event.recorded, from: inOrder[0].recorded, to: inOrder[inOrder.count - 1].recorded)
            }
            range = Range(
                value: stops[index], stops: stops.map { "\($0)" }.joined(separator: " "),
                moments: inOrder.map { reader.machine($0.recorded) }.joined(separator: " "),
                text: words(
                    "history.range-text",
                    ["date": reader.dateTime(event.recorded), "number": event.number, "count": inOrder.count]),
                label: words("history.range", ["count": inOrder.count]))
        }
        at = reader.localInput(moment)
        isRecorded = clock == .recorded
        isOccurred = clock == .occurred
        thenLabel = reader.dateTime(moment)
        nowLabel = then.map { reader.dateTime($0) } ?? words("history.now", ["date": reader.dateTime(reader.now)])
        compareTo = reader.localInput(then ?? reader.now)
        self.changed = changed
        hasChanged = !changed.isEmpty
        self.unchanged = unchanged
        unchangedLabel = unchanged.isEmpty ? nil : words("history.unchanged", ["count": unchanged.count])
        timeline = Timeline(past.reversed(), here: here, linkPrefix: nowHref + "#event-", for: reader)
        let later = inOrder.count - past.count
        laterEvents =
            later > 0 ? Link(label: words("history.later", ["count": later]), href: nowHref + "#history") : nil
        eventCount = words("timeline.count", ["count": inOrder.count])
    }
}
