import Casework
import EventModel

/// Invented people. Telephone numbers are in the range kept for fiction.
enum InventedPerson {
    private static let given = [
        "Marcus", "Ana", "Devon", "Keisha", "Tomás", "Renée", "Jordan", "Dana", "Luis", "Priscilla", "Andre", "Mei",
        "Tanya", "Elijah", "Rosario", "Wendell", "Imani", "Pavel", "Noor", "Terrence", "Yolanda", "Caleb", "Xiomara",
        "Darnell", "Hana", "Vincent", "Aaliyah", "Mateo", "Shanice", "Oskar",
    ]
    private static let family = [
        "Okafor", "Lopez", "Whitman", "Brooks", "Rivera", "Kowalski", "Pruitt", "Reyes", "Medina", "Langley", "Hughes",
        "Chen", "Barlow", "Freeman", "Castillo", "Stokes", "Njoroge", "Novak", "Rahman", "Gaines", "Vega", "Sutton",
    ]

    static func make(_ random: inout SeededRandom) -> Participant.Registered {
        let first = random.pick(given)
        let year = Int.random(in: 1962...2007, using: &random)
        let month = Int.random(in: 1...12, using: &random)
        let day = Day(year: year, month: month, day: Int.random(in: 1...28, using: &random))
        let phone = "555-01\(String(Int.random(in: 10...99, using: &random)))"
        return Participant.Registered(
            givenName: .clear(first), familyName: .clear(random.pick(family)),
            birthDate: day.map { .clear($0.description) }, phone: .clear(phone),
            contactPreference: .clear(
                random.pick(["Text after 3 PM", "Call in the morning", "Text any time", "Call before work"])),
            language: random.chance(22) ? "es" : "en",
            race: .init(
                value: random.pick([
                    "Black", "Black", "White", "White", "White", "Latinx", "Latinx", "Asian", "Unknown",
                ]),
                source: random.chance(70) ? .selfReported : .agency),
            gender: .init(value: random.pick(["Male", "Male", "Female", "Nonbinary"]), source: .selfReported))
    }
}

/// What invented people write.
enum InventedWords {
    static let questions = [
        "Can sessions be in the evening? She works until 5.", "Is there a stay-away order that we should know of?",
        "Which phone number is best this week?",
    ]
    static let answers = [
        "Yes, evenings are fine with us.", "No order is in force. We checked this morning.",
        "The second number works; her sister answers.",
    ]
    static let declines = [
        "All places are taken until next month.", "He lives outside our bus lines.",
        "We called four times and left messages.",
    ]
    static let recalls = ["He chose another program.", "The charge was dropped this morning."]
    static let progress = [
        "Two interviews this week. The replacement ID came.", "She leads the Tuesday group now.",
        "He moved in with his aunt and has asked for a mentor.", "Missed a week for work, made it up on Saturday.",
    ]
    static let completions = [
        "Finished every session and starts work on Monday.", "Met the goals we set together. We stay in touch.",
        "Completed the circle; the agreement is kept.",
    ]
    static let endings = ["We tried calls, texts and a visit.", "Moved to another state for family."]
    static let reopenings = ["He came back and asked to go on.", "Closed by mistake; she is still coming."]
    static let corrections = ["Our office was closed that day.", "The sign-in sheet shows that he came."]
}
