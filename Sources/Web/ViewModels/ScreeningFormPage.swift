/// One form about a screening: an override, a refusal, a step. It looks like the form of a referral's step.
struct ScreeningFormPage: PageModel {
    static let template = "action"

    var title: String
    /// "Marcus O., Branch 9 deferred prosecution"
    var person: String
    var lead: String?
    var quote: String?
    var quoteLanguage: String?
    var errors: ErrorSummary?
    var form: Form
    var isGrave: Bool

    init(
        title: String, person: String, lead: String? = nil, quote: String? = nil, form: Form, problem: String? = nil,
        isGrave: Bool = false
    ) {
        self.title = title
        self.person = person
        self.lead = lead
        self.quote = quote
        self.form = form
        errors = ErrorSummary(form.fields, other: problem.map { [$0] } ?? [])
        self.isGrave = isGrave
    }
}
