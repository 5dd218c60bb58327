/// A new screening, one question after another: who, for what, and what is known.
struct NewScreeningPage: PageModel {
    static let template = "screening-new"

    var title: String
    var lead: String?
    var back: Link?
    var errors: ErrorSummary?
    /// Finds somebody who is known.
    var find: Form?
    var matches: [Link]
    var matchesTitle: String?
    /// Registers somebody new.
    var register: Form?
    var registerTitle: String?
    /// What the case can be screened for.
    var tracks: [Link]
    var evidence: [Fact]
    var form: Form?
    var empty: EmptyState?

    init(title: String, lead: String? = nil, back: Link? = nil) {
        self.title = title
        self.lead = lead
        self.back = back
        matches = []
        tracks = []
        evidence = []
    }
}
