import Application

/// One screening: what the rules say and why, what is not known yet, and the county's steps after it.
struct ScreeningPage: PageModel {
    static let template = "screening"

    /// One rule's answer.
    struct Rule: Sendable {
        var text: String
        var finding: Tag
        var source: SourceNote
        var facts: [Fact]
        var hasFacts: Bool
        /// What is asked for and not known.
        var missing: String?

        init(_ answer: ScreeningDetail.Answer, for reader: Reader) {
            text = answer.text
            finding = Tag(finding: answer.finding, for: reader)
            source = SourceNote(answer.source, for: reader)
            facts = answer.known.map { reader.fact($0) }
            hasFacts = !facts.isEmpty
            missing =
                answer.missing.isEmpty
                ? nil
                : reader.words(
                    "screening.missing",
                    ["facts": answer.missing.map(\.text).joined(separator: reader.words("list.separator"))])
        }
    }

    /// A step that is open.
    struct Step: Sendable {
        var title: String
        var text: String?
        var who: String
        var source: SourceNote?
        var link: Link?
    }

    struct TakenStep: Sendable {
        var title: String
        var when: Moment?
        var who: String?
        var facts: [Fact]
        var hasFacts: Bool
    }

    /// What a second person is asked.
    struct Question: Sendable {
        var title: String
        var text: String
        var reason: String?
        var facts: [Fact]
        var hasFacts: Bool
        var approve: PostButton?
        var refuse: Link?
        /// Why the reader sees no button.
        var note: String?
    }

    struct Deadline: Sendable {
        var text: String
        var due: Moment
        var status: Tag
        var source: SourceNote?
    }

    struct Notice: Sendable {
        var text: String
        var to: String
        var seen: PostButton?
        var isSeen: Bool
    }

    struct Relief: Sendable {
        var text: String
        var when: String?
        var source: SourceNote
    }

    var name: String
    var outcome: Tag
    var identity: [Fact]
    /// "Not known yet: 2 questions are open."
    var answer: String
    var decided: String?
    var exception: String?
    var overrideLink: Link?
    var rules: [Rule]
    var question: Question?
    var missing: Form?
    var errors: ErrorSummary?
    var stateTitle: String?
    var steps: [Step]
    var hasSteps: Bool
    var noSteps: String?
    var taken: [TakenStep]
    var hasTaken: Bool
    var deadlines: [Deadline]
    var hasDeadlines: Bool
    var notices: [Notice]
    var hasNotices: Bool
    var milestones: [String]
    var hasMilestones: Bool
    var relief: [Relief]
    var hasRelief: Bool
    var evidence: [Fact]
    var hasEvidence: Bool
    var timeline: Timeline
    var eventCount: String
    var moves: [Link]
    var hasMoves: Bool
    var version: String
}
