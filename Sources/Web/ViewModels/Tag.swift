/// A word with an icon and a colour, for a status. The word alone says everything.
struct Tag: Hashable, Sendable {
    /// The colour pair.
    enum Tone: String, Hashable, Sendable {
        case wait, late, move, done, rest, past
    }

    var label: String
    var tone: String
    var icon: String?

    init(_ label: String, _ tone: Tone, icon: String? = nil) {
        self.label = label
        self.tone = tone.rawValue
        self.icon = icon
    }

    /// The tag of a referral's status.
    init(status: String, for reader: Reader) {
        let tone: Tone =
            switch status {
            case "offered", "needs-information", "waitlisted": .wait
            case "acknowledged", "accepted", "intake-scheduled", "in-progress", "taken-over": .move
            case "completed", "graduated": .done
            default: .rest
            }
        self.init(reader.words("status.\(status)"), tone, icon: tone == .done ? "check" : nil)
    }
}
