/// A new referral as a task list: each part says what is done and what can be done now.
struct ReferPage: PageModel {
    static let template = "refer"

    /// The parts of a referral, in order.
    enum Step: String, CaseIterable, Sendable {
        case person, consent, need, partner, share, check
    }

    struct Task: Sendable {
        var label: String
        /// What was answered: "Marcus O.", "Job readiness and a replacement state ID".
        var answer: String?
        /// `nil` while an earlier part is missing.
        var href: String?
        var tag: Tag
        var id: String

        init(_ step: Step, answer: String?, href: String?, for reader: Reader) {
            let words = reader.words
            id = "task-\(step.rawValue)"
            label = words("refer.task.\(step.rawValue)")
            self.answer = answer
            self.href = href
            tag =
                answer != nil
                ? Tag(words("refer.done"), .done, icon: "check")
                : href != nil ? Tag(words("refer.to-do"), .move) : Tag(words("refer.not-yet"), .rest)
        }
    }

    /// Referrals that were begun and not sent.
    var drafts: [Link]
    var progress: String
    var tasks: [Task]

    init(tasks: [Task], drafts: [Link] = [], for reader: Reader) {
        self.tasks = tasks
        self.drafts = drafts
        progress = reader.words(
            "refer.progress", ["done": tasks.filter { $0.answer != nil }.count, "count": tasks.count])
    }
}
