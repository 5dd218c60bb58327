import Foundation

/// Who looked at what.
struct AccessPage: PageModel {
    static let template = "access"

    var summary: String
    var table: DataTable
    var hasRows: Bool
    var empty: EmptyState
    var pager: Pager?
    var csvHref: String
    var jsonHref: String

    /// One look at something.
    struct Visit: Sendable {
        var when: Date
        var who: String
        var organization: String
        /// "Referral RF-0412, history as of Sep 18, 2026, 3:45 PM"
        var what: String
        var href: String? = nil
        /// Why, where a reason was asked.
        var reason: String? = nil
    }

    init(visits: [Visit], total: Int, pager: Pager? = nil, for reader: Reader) {
        let words = reader.words
        summary = words("access.summary", ["count": total])
        table = DataTable(
            caption: words("access.title"),
            columns: ["when", "who", "organization", "what"].map { .init(label: words("access.column.\($0)")) },
            rows: visits.map {
                [
                    .init(reader.moment($0.when)), .init($0.who), .init($0.organization),
                    .init($0.what, href: $0.href, note: $0.reason),
                ]
            })
        hasRows = !visits.isEmpty
        empty = EmptyState(title: words("access.empty-title"), text: words("access.empty-text"))
        self.pager = pager
        csvHref = "/audit/access.csv"
        jsonHref = "/audit/access.json"
    }
}
