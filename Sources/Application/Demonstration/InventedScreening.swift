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

    /// The facts that meet a track's rules.
    private static let met: [(track: String, facts: [String: JSONValue])] = [
        (
            "community-plan",
            [
                "charge-level": "misdemeanor", "weapon-used": false, "person-agrees": true, "harmed-person-heard": true,
            ]
        )
    ]

    private static let courses: [String: [Course]] = [
        "community-plan": [
            .steps(0), .open(without: ["harmed-person-heard"]), .notMet(but: ["weapon-used": true]),
            .asked(but: ["charge-level": "felony"], reason: "The charge will be reduced; the court was told in writing."),
            .steps(1), .steps(1),
        ]
    ]

    /// One after another, of the tracks that a county has.
    static func all(for tracks: Set<String>) -> [InventedScreening] {
        met.filter { tracks.contains($0.track) }.flatMap { track, facts in
            (courses[track] ?? []).map { course in
                var facts = facts
                switch course {
                case .open(let missing): for name in missing { facts[name] = nil }
                case .notMet(let other), .asked(let other, _): facts.merge(other) { $1 }
                case .steps: break
                }
                return InventedScreening(track: track, facts: facts, course: course)
            }
        }
    }
}
