/// How much of a deadline is used up, as the width of a bar and its tone.
enum ClockBar {
    /// How pressing a deadline is.
    enum State: String, Hashable, Sendable {
        case calm, soon, late, met, paused
    }

    /// Late once nothing is left; soon in the last quarter; calm before that.
    static func state(left: Double, of total: Double) -> State {
        if left < 0 { return .late }
        return total > 0 && left <= total / 4 ? .soon : .calm
    }

    /// The used share as whole percent, from 2 (so that a started clock shows) to 100.
    static func width(left: Double, of total: Double) -> Int {
        guard total > 0, left > 0 else { return 100 }
        return min(100, max(2, Int(((1 - left / total) * 100).rounded())))
    }
}
