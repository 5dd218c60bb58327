import EventModel
import Foundation
import ReadModels

/// The one or two moments of a county's log that an address asks for, and what to do about those that are none.
struct AskedMoments: Sendable {
    private(set) var moment = HistoryMoment.latest
    /// What it is compared with, when somebody asked for that.
    private(set) var other: HistoryMoment?
    private(set) var clock = HistoryClock.recorded
    /// By the name of the field; the sentence names it and says the remedy.
    private(set) var errors: [String: String] = [:]
    private let head: Int64

    /// - parameter head: the last position of the log.
    init(_ visit: Visit, head: Int64) {
        self.head = head
        if let code = visit.query["clock"] {
            if let known = HistoryClock(rawValue: code) {
                clock = known
            } else {
                errors["clock"] = visit.words("past.bad-clock", ["field": visit.words("history.show-what-was")])
            }
        }
        moment = read("at", "position", visit) ?? .latest
        other = read("compare", "comparePosition", visit)
    }

    private mutating func read(_ name: String, _ position: String, _ visit: Visit) -> HistoryMoment? {
        let words = visit.words
        if let text = visit.query[position] {
            let field = words("past.\(position)")
            guard visit.query[name] == nil else {
                errors[position] = words("past.both", ["field": field, "other": words("past.\(name)")])
                return nil
            }
            guard let number = Int64(text), (0...max(0, head)).contains(number) else {
                errors[position] = words("past.bad-position", ["field": field, "last": "\(max(0, head))"])
                return nil
            }
            return .position(number)
        }
        guard let text = visit.query[name] else { return nil }
        let field = words("past.\(name)")
        guard let asked = try? WebRoutes.moment(visit.query, name, position: position, zone: visit.reader.zone),
            case .time(let end) = asked
        else {
            errors[name] = words("past.unreadable", ["field": field, "example": visit.reader.localInput(visit.now)])
            return nil
        }
        // Today, and the minute that it is now, have begun and count as far as they have come.
        let start = end.addingTimeInterval(text.utf8.count == 10 ? -86_400 : -60)
        guard start <= visit.now else {
            errors[name] = words("past.future", ["field": field])
            return nil
        }
        return .time(min(end, visit.now))
    }

    /// The query of a page that shows the same moment.
    func address(_ reader: Reader) -> [String: String] {
        switch moment {
        case .latest: ["clock": clock == .recorded ? "" : clock.rawValue]
        case .time(let time): ["at": reader.machine(time), "clock": clock == .recorded ? "" : clock.rawValue]
        case .position(let position): ["position": "\(position)"]
        }
    }
}
