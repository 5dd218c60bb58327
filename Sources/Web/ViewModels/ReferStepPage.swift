/// One screen of a new referral: one question, or a few that belong together.
struct ReferStepPage: PageModel {
    static let template = "refer-step"

    var position: String
    var back: Link
    var title: String
    var lead: String?
    var errors: ErrorSummary?
    var form: Form
    /// Exactly what the partner will see, on the share step.
    var preview: [Fact]
    var hasPreview: Bool
    /// What the partner will not see.
    var withheld: String?

    /// - parameter step: which part this belongs to.
    /// - parameter question: the key of the screen's words: `refer.who`, `refer.name` and so on.
    init(
        step: ReferPage.Step, question: String, form: Form, backHref: String, problem: String? = nil,
        preview: [Fact] = [], withheld: [String] = [], for reader: Reader
    ) {
        let words = reader.words
        position = words(
            "refer.position",
            [
                "part": words("refer.task.\(step.rawValue)"),
                "number": (ReferPage.Step.allCases.firstIndex(of: step) ?? 0) + 1,
                "count": ReferPage.Step.allCases.count,
            ])
        back = Link(label: words("refer.back"), href: backHref)
        title = words("\(question).title")
        lead = words.ifKnown("\(question).lead")
        errors = ErrorSummary(form.fields, other: problem.map { [$0] } ?? [])
        self.form = form
        self.preview = preview
        hasPreview = !preview.isEmpty
        self.withheld =
            withheld.isEmpty
            ? nil : words("refer.share.withheld", ["list": withheld.joined(separator: words("list.separator"))])
    }
}
