/// The screenings that the reader may see, with what waits for somebody above them.
struct ScreeningsPage: PageModel {
    static let template = "screenings"

    /// A number that is also a filter.
    struct Tally: Sendable {
        var count: String
        var label: String
        var href: String
        var isCurrent: Bool
        var isLate: Bool
    }

    var summary: String
    var screenHref: String?
    var tallies: [Tally]
    var search: Field
    var action: String
    var tokens: FormTokens
    var hidden: [HiddenField]
    var csvHref: String
    var jsonHref: String
    var clearHref: String?
    var table: DataTable
    var hasRows: Bool
    var empty: EmptyState?
    var pager: Pager?

    /// - parameter query: the address's own parameters, the search in the clear.
    init(
        total: Int, tallies: [Tally], rows: [[DataTable.Cell]], query: [String: String], address: [String: String],
        tokens: FormTokens, canScreen: Bool, next: String?, for reader: Reader
    ) {
        let words = reader.words
        let path = Place.screenings.path
        summary = words("screenings.summary", ["count": total])
        screenHref = canScreen ? "\(path)/new" : nil
        self.tallies = tallies
        search = .line("q", words("screenings.search"), input: .init(type: "search"), from: Submission(query))
        action = path
        self.tokens = tokens
        hidden = query["show"].map { [HiddenField(name: "show", value: $0)] } ?? []
        csvHref = Filters.url(path + ".csv", address)
        jsonHref = Filters.url(path + ".json", address)
        clearHref = query["q"] == nil ? nil : Filters.url(path, address.filter { $0.key != "q" })
        table = DataTable(
            caption: words("nav.screenings"),
            columns: ["person", "track", "answer", "state", "deadline", "date"].map {
                .init(label: words("screenings.column.\($0)"))
            }, rows: rows)
        hasRows = !rows.isEmpty
        if rows.isEmpty {
            empty =
                query.isEmpty
                ? EmptyState(title: words("screenings.empty-title"), text: words("screenings.empty-text"))
                : EmptyState(
                    title: words("screenings.no-match-title"), text: words("screenings.no-match-text"),
                    link: Link(label: words("screenings.show-all"), href: path))
        }
        pager = next.flatMap { Pager(first: 1, last: rows.count, total: total, next: $0, for: reader) }
    }
}
