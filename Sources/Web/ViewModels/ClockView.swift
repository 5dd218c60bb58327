import Foundation

/// What is known of a deadline: a row of the clocks read model, in the jurisdiction's working time.
struct ClockReading: Hashable, Sendable {
    /// `acknowledge`, `decide`, `intake`, `progress`, `disposition`, `re-refer`, `waitlist-review`, `supply-information`.
    var kind: String
    var started: Date
    var due: Date
    /// Working seconds left, negative when late; the wall clock when `nil`.
    var left: Double? = nil
    /// Working seconds in all; the wall clock when `nil`.
    var total: Double? = nil
    /// Seconds in a working day.
    var dayLength = 86_400.0
    /// Whether working time passes now, so that a browser may count it down.
    var isRunning = true
    /// Why it stands still: `waiting-for-information`, `on-hold`, `waiting-for-consent`.
    var paused: String? = nil
    var met: Date? = nil
}

/// A deadline on a page: words first, then a bar, then the time itself.
struct ClockView: Hashable, Sendable {
    /// `calm`, `soon`, `late`, `met`, `paused`
    var state: String
    /// `wait`, `late`, `done`, `rest` or empty, for the bar and the rule at the left.
    var tone: String
    /// "1 h 48 min to acknowledge", "1 day late to answer"
    var words: String
    /// "1 h 48 min left", "1 day late"
    var remaining: String
    /// "By Wed, Oct 14, 5:00 PM", "Was due Fri, Oct 9, 5:00 PM"
    var when: String
    /// "Reply by noon today"
    var instruction: String
    var machine: String
    var width: Int
    var icon: String?
    /// Minutes left and the texts a script needs to count down; `nil` when the clock stands still.
    var ticks: Ticks?

    struct Ticks: Hashable, Sendable {
        var minutes: Int
        var dayMinutes: Int
        /// "{left} to acknowledge"
        var pattern: String
        /// "{left} left"
        var shortPattern: String
    }

    init(_ clock: ClockReading, for reader: Reader) {
        let words = reader.words
        let left = clock.left ?? clock.due.timeIntervalSince(reader.now)
        let total = clock.total ?? clock.due.timeIntervalSince(clock.started)
        let due = reader.deadline(clock.due)
        machine = reader.machine(clock.due)
        width = ClockBar.width(left: left, of: total)
        var ticks: Ticks?
        if let met = clock.met {
            (state, tone, icon, width) = ("met", "done", "check", 100)
            self.words = words("clock.\(clock.kind).met")
            remaining = words("clock.met")
            when = words("clock.met-on", ["date": reader.dateTime(met)])
            instruction = self.words
        } else if let reason = clock.paused {
            (state, tone, icon) = ("paused", "rest", "pause")
            self.words = words("clock.paused", ["reason": words("clock.pause.\(reason)")])
            remaining = words("clock.paused-short")
            when = words("clock.by", ["date": due])
            instruction = self.words
        } else {
            let pressing = ClockBar.state(left: left, of: total)
            state = pressing.rawValue
            switch pressing {
            case .late:
                (tone, icon) = ("late", "alert")
                let days = reader.days(from: clock.due, to: reader.now)
                let late =
                    days >= 1
                    ? words("duration.days", ["count": days])
                    : reader.duration(max(60, reader.now.timeIntervalSince(clock.due)))
                self.words = words("clock.\(clock.kind).late", ["late": late])
                remaining = words("clock.late", ["late": late])
                when = words("clock.was-due", ["date": due])
                instruction = words("clock.\(clock.kind).was-due", ["date": due])
            default:
                (tone, icon) = pressing == .soon ? ("wait", "clock") : ("", nil)
                let text = reader.duration(left, dayLength: clock.dayLength)
                self.words = words("clock.\(clock.kind).left", ["left": text])
                remaining = words("clock.left", ["left": text])
                when = words("clock.by", ["date": due])
                instruction = words("clock.\(clock.kind).do-by", ["date": due])
                if clock.isRunning, left < 3 * clock.dayLength {
                    ticks = Ticks(
                        minutes: Int(left / 60), dayMinutes: Int(clock.dayLength / 60),
                        pattern: words.pattern("clock.\(clock.kind).left", form: "other"),
                        shortPattern: words.pattern("clock.left", form: "other"))
                }
            }
        }
        self.ticks = ticks
    }
}
