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
            "branch-9",
            [
                "charge-level": "felony", "offense-category": "Retail Theft", "prior-felony-convictions": 0,
                "charge-violence": false, "charge-weapon": false, "violent-misdemeanor-ever": false,
                "victim-named": true, "victim-approves": true,
            ]
        ),
        (
            "decline-to-charge",
            ["stop-violation": "registration", "charge-solely-from-stop": true, "dangerous-condition": false]
        ),
        (
            "statutory-diversion",
            [
                "complaint-filed": true, "convicted": false, "charge-kind": "misdemeanor", "domestic-violence": false,
                "dui-charge": false, "meets-local-eligibility": true, "plea-asked": false,
            ]
        ),
    ]

    private static let courses: [String: [Course]] = [
        "branch-9": [
            .steps(0), .open(without: ["victim-approves"]), .notMet(but: ["prior-felony-convictions": 1]),
            .asked(but: ["prior-felony-convictions": 1], reason: "The earlier conviction was vacated in the spring."),
            .steps(1), .steps(2),
        ],
        "decline-to-charge": [
            .open(without: ["dangerous-condition"]), .steps(0), .steps(1),
            .notMet(but: ["dangerous-condition": true]),
        ],
        "statutory-diversion": [
            .steps(0), .open(without: ["domestic-violence", "dui-charge"]), .notMet(but: ["plea-asked": true]),
            .steps(1), .steps(2),
            .asked(but: ["meets-local-eligibility": false], reason: "The list of last year named this charge."),
        ],
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
