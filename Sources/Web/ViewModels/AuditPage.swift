/// The auditor's first page: find a referral, see the recent ones, and who looked.
struct AuditPage: PageModel {
    static let template = "audit"

    var search: Field
    var action: String
    var problem: ErrorSummary?
    var recent: DataTable
    var hasRecent: Bool
    var empty: EmptyState
    var accessHref: String
    var pastHref: String

    /// - parameter rows: number and link, partner, status, last change: one cell each.
    init(
        rows: [[DataTable.Cell]], query: String? = nil, notFound: Bool = false, action: String = "/audit",
        for reader: Reader
    ) {
        let words = reader.words
        let sent = Submission(
            query.map { ["q": $0] } ?? [:],
            errors: notFound ? ["q": words("audit.not-found", ["number": query ?? ""])] : [:])
        search = .line(
            "q", words("audit.search"), hint: words("audit.search-hint"), input: .init(type: "search", width: "medium"),
            from: sent)
        self.action = action
        problem = ErrorSummary([search])
        recent = DataTable(
            caption: words("audit.recent"),
            columns: ["number", "partner", "status", "changed", "history"].map {
                .init(label: words("audit.column.\($0)"))
            },
            rows: rows)
        hasRecent = !rows.isEmpty
        empty = EmptyState(title: words("referrals.empty-title"), text: words("referrals.empty-text"))
        accessHref = Place.access.path
        pastHref = Place.worklist.path + "/history"
    }
}
