/// The last screen before a referral is offered: everything, with a way back to each part.
struct ReferCheckPage: PageModel {
    static let template = "refer-check"

    struct Section: Sendable {
        var title: String
        var change: Link
        var facts: [Fact]
        var id: String

        init(_ step: ReferPage.Step, changeHref: String, facts: [Fact], for reader: Reader) {
            id = "check-\(step.rawValue)"
            title = reader.words("refer.task.\(step.rawValue)")
            change = Link(
                label: reader.words("refer.change"), href: changeHref,
                context: reader.words("refer.change-context", ["part": title]))
            self.facts = facts
        }
    }

    var back: Link
    var sections: [Section]
    var consequence: String
    var errors: ErrorSummary?
    var send: PostButton

    /// - parameter deadline: the words of the partner's time to acknowledge: "2 working days".
    init(
        sections: [Section], organization: String, deadline: String, backHref: String, action: String,
        tokens: FormTokens, problem: String? = nil, for reader: Reader
    ) {
        let words = reader.words
        self.sections = sections
        back = Link(label: words("refer.back"), href: backHref)
        consequence = words("refer.check.consequence", ["organization": organization, "deadline": deadline])
        errors = ErrorSummary([], other: problem.map { [$0] } ?? [])
        send = PostButton(label: words("refer.check.submit"), action: action, tokens: tokens, isMain: true)
    }
}
