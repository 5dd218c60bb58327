/// The form of one action on a referral. Every verb uses the same page.
struct ActionPage: PageModel {
    static let template = "action"

    var title: String
    /// "Marcus O., RF-0447, Work Pathways"
    var person: String
    /// What the action does and who is told.
    var lead: String?
    /// Quoted above the form: the question to answer.
    var quote: String?
    var quoteLanguage: String?
    var errors: ErrorSummary?
    var form: Form
    /// Whether the button undoes work of others, and so looks plain instead of inviting.
    var isGrave: Bool

    /// - parameter name: first name and initial.
    /// - parameter problem: a refusal of the whole action, in words.
    init(
        _ action: ReferralAction, name: String, number: String, program: String, post: String, tokens: FormTokens,
        hidden: [HiddenField] = [], sent: Submission = Submission(),
        choices: ReferralAction.Choices = .init(), quote: String? = nil, quoteLanguage: String? = nil,
        problem: String? = nil, backHref: String, for reader: Reader
    ) {
        let words = reader.words
        let key = "action.\(action.rawValue)"
        title = words("\(key).title", ["name": name])
        person = words("action.person", ["name": name, "number": number, "program": program])
        lead = words.has("\(key).lead") ? words("\(key).lead", ["name": name]) : nil
        self.quote = quote
        self.quoteLanguage = quoteLanguage == reader.language.rawValue ? nil : quoteLanguage
        let fields = action.fields(sent, choices: choices, for: reader)
        errors = ErrorSummary(fields, other: problem.map { [$0] } ?? [])
        form = Form(
            action: post, tokens: tokens, hidden: hidden, fields: fields, submit: words("\(key).submit"),
            cancel: Link(label: words("form.cancel"), href: backHref))
        isGrave = action == .markEnteredInError || action == .recall
    }
}
