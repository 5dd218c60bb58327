/// Where in a long list the reader is, and the ways on.
struct Pager: Hashable, Sendable {
    var summary: String
    var previous: String?
    var next: String?

    /// `nil` when everything fits on one page.
    init?(first: Int, last: Int, total: Int, previous: String? = nil, next: String? = nil, for reader: Reader) {
        guard previous != nil || next != nil else { return nil }
        summary = reader.words("pager.summary", ["first": first, "last": last, "count": total])
        self.previous = previous
        self.next = next
    }
}
