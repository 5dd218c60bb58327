import EventModel

/// What is said of an invented case when it is screened, and what becomes of it.
struct InventedScreening: Sendable {
    enum Course: Sendable {
        /// A question is left open.
        case open(without: [String])
        /// One answer is another.
        case notMet(but: [String: JSONValue])
        /// The same, and a second person is asked to set it aside.
        case asked(but: [String: JSONValue], reason: String)
        /// The first so many open steps are taken.
        case steps(Int)
    }

    var track: String
    var facts: [String: JSONValue]
    var course: Course

    /// The track that they are for, and what meets its rules.
    private static let track = "community-plan"
    private static let met: [String: JSONValue] = [
        "charge-level": "misdemeanor", "weapon-used": false, "person-agrees": true, "harmed-person-heard": true,
    ]

    private static let courses: [Course] = [
        .steps(0), .open(without: ["harmed-person-heard"]), .steps(1), .notMet(but: ["weapon-used": true]),
        .asked(but: ["charge-level": "felony"], reason: "The charge was reduced this morning; the file follows."),
        .steps(2), .open(without: ["person-agrees", "harmed-person-heard"]), .steps(3), .steps(0),
    ]

    /// One after another, where a county has the track.
    static func all(for tracks: Set<String>) -> [InventedScreening] {
        guard tracks.contains(track) else { return [] }
        return courses.map { course in
            var facts = met
            switch course {
            case .open(let missing): for name in missing { facts[name] = nil }
            case .notMet(let other), .asked(let other, _): facts.merge(other) { $1 }
            case .steps: break
            }
            return InventedScreening(track: track, facts: facts, course: course)
        }
    }
}
