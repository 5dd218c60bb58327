/// All referrals that the reader may see, with filters.
struct ReferralsPage: PageModel {
    static let template = "referrals"

    var summary: String
    var filters: Filters
    var rows: [ReferralRow]
    var hasRows: Bool
    var empty: EmptyState?
    var pager: Pager?
    var referHref: String?

    init(
        total: Int, filters: Filters, rows: [ReferralRow], pager: Pager? = nil, canRefer: Bool, for reader: Reader
    ) {
        let words = reader.words
        summary = words("referrals.summary", ["count": total])
        self.filters = filters
        self.rows = rows
        hasRows = !rows.isEmpty
        if rows.isEmpty {
            empty =
                filters.chips.isEmpty
                ? EmptyState(title: words("referrals.empty-title"), text: words("referrals.empty-text"))
                : EmptyState(
                    title: words("list.no-match-title"), text: words("list.no-match-text"),
                    link: Link(label: words("filter.clear"), href: filters.action))
        }
        self.pager = pager
        referHref = canRefer ? Place.refer.path : nil
    }
}
