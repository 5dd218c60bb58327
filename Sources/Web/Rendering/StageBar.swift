/// The stage of a referral as a row of cells: sent, received, accepted, under way, done.
enum StageBar {
    /// One cell; its class is empty, `on` or `off`.
    struct Cell: Hashable, Sendable {
        let x: String
        let fill: String
    }

    static let count = 5

    /// How many cells a status fills, and whether the referral stopped there.
    static func progress(of status: String) -> (filled: Int, stopped: Bool) {
        switch status {
        case "drafted": (0, false)
        case "offered": (1, false)
        case "acknowledged", "needs-information", "waitlisted": (2, false)
        case "accepted", "intake-scheduled": (3, false)
        case "in-progress", "on-hold", "taken-over": (4, false)
        case "completed", "graduated": (5, false)
        case "declined", "recalled", "lapsed", "entered-in-error": (1, true)
        default: (4, true)
        }
    }

    static func cells(for status: String) -> [Cell] {
        let (filled, stopped) = progress(of: status)
        return (0..<count).map { index in
            Cell(x: "\(27 * index).5", fill: index >= filled ? "" : stopped ? "off" : "on")
        }
    }
}
