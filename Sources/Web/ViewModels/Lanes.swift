import Foundation

/// The drawing at the top of the time machine: who acted when, and where the reader stands.
struct Lanes: Hashable, Sendable {
    /// Whose lane an event is in.
    enum Side: String, Hashable, Sendable, CaseIterable {
        case office, partner, system
    }

    struct Mark: Hashable, Sendable {
        var square: Box?
        var circle: Spot?
        var diamond: String?
        /// ` ghost` when it happened later than the moment shown.
        var ghost: String
    }

    struct Box: Hashable, Sendable { var x: String; var y: String }
    struct Spot: Hashable, Sendable { var x: String; var y: String }
    struct Tick: Hashable, Sendable { var x: String; var label: String }
    struct Row: Hashable, Sendable { var y: String; var textY: String; var label: String }
    struct Flag: Hashable, Sendable { var x: String; var textX: String; var label: String }

    var title: String
    var summary: String
    var ticks: [Tick]
    var rows: [Row]
    var marks: [Mark]
    var ring: Spot?
    var nowX: String
    var laterWidth: String?
    var flag: Flag

    /// - parameter events: every event of the referral, in any order.
    /// - parameter here: the last event on record at `moment`, if there is one.
    init(_ events: [EventRecord], at moment: Date, here: Int?, names: [Side: String], for reader: Reader) {
        let times = events.map(\.recorded)
        let start = times.min() ?? moment
        let end = max(times.max() ?? moment, start)
        func x(_ date: Date) -> Double { LaneGeometry.x(of: date, from: start, to: end) }
        let text = LaneGeometry.text
        ticks = LaneGeometry.ticks(from: start, to: end, in: reader.zone).map {
            Tick(x: text(x($0)), label: reader.shortDay($0))
        }
        rows = Side.allCases.map { side in
            let y = LaneGeometry.rows[side] ?? 0
            return Row(y: text(y), textY: text(y + 4.5), label: names[side] ?? "")
        }
        marks = events.sorted { $0.number < $1.number }.map { event in
            let y = LaneGeometry.rows[event.side] ?? 0
            let x = x(event.recorded)
            let ghost = event.recorded > moment ? " ghost" : ""
            return switch event.side {
            case .office: Mark(square: Box(x: text(x - 5.5), y: text(y - 5.5)), ghost: ghost)
            case .partner: Mark(circle: Spot(x: text(x), y: text(y)), ghost: ghost)
            case .system: Mark(diamond: "M\(text(x)) \(text(y - 7))l7 7-7 7-7-7z", ghost: ghost)
            }
        }
        let now = x(moment)
        nowX = text(now)
        let later = events.filter { $0.recorded > moment }.count
        laterWidth = later > 0 ? text(1160 - now) : nil
        if let event = events.first(where: { $0.number == here }) {
            ring = Spot(x: text(x(event.recorded)), y: text(LaneGeometry.rows[event.side] ?? 0))
        }
        let middle = min(1160 - 105, max(105, now))
        flag = Flag(
            x: text(middle - 105), textX: text(middle),
            label: here.map {
                reader.words(
                    "history.flag", ["number": $0, "date": reader.shortDay(moment), "time": reader.time(moment)])
            }
                ?? reader.words("date.with-time", ["date": reader.shortDay(moment), "time": reader.time(moment)]))
        title = reader.words(
            "history.lanes-title",
            ["count": events.count, "from": reader.shortDay(start), "to": reader.shortDay(end)])
        summary = reader.words("history.lanes-summary", ["count": later, "date": reader.dateTime(moment)])
    }
}
