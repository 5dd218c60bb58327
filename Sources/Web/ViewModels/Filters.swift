/// The filters of a list, all of them in its address.
struct Filters: Hashable, Sendable {
    /// A filter that is on, with the address of the list without it.
    struct Chip: Hashable, Sendable {
        var label: String
        var removeHref: String
    }

    var action: String
    var search: Field
    var selects: [Field]
    var sort: Field
    var chips: [Chip]
    var clearHref: String?
    /// Kept when the filters change: the tally that is chosen.
    var hidden: [HiddenField]
    /// A search may be a name, so the form posts and the address that follows has it sealed.
    var tokens = FormTokens(csrf: "", key: "")
    /// The same list with the same filters, for other tools.
    var csvHref: String
    var jsonHref: String

    /// - parameter query: the parameters as sent: `q`, `program`, `organization`, `status`, `sort`.
    /// - parameter url: the list's address for given parameters.
    init(
        path: String, query: [String: String], programs: [Field.Option], organizations: [Field.Option],
        statuses: [String], hidden: [HiddenField] = [], for reader: Reader
    ) {
        let words = reader.words
        let sent = Submission(query)
        action = path
        search = .line("q", words("filter.search"), input: .init(type: "search"), from: sent)
        selects = [
            .select("program", words("filter.program"), programs.withBlank(words("filter.any")), from: sent),
            .select(
                "organization", words("filter.organization"), organizations.withBlank(words("filter.any")), from: sent),
            .select(
                "status", words("filter.status"),
                [Field.Option].codes(statuses, "status", for: reader).withBlank(words("filter.any")), from: sent),
        ]
        sort = .select(
            "sort", words("filter.sort"), .codes(["deadline", "update", "partner"], "filter.sort-by", for: reader),
            from: sent)
        self.hidden = hidden
        let kept = hidden.reduce(into: [:]) { $0[$1.name] = $1.value }
        let on = query.filter { !$0.value.isEmpty && ["q", "program", "organization", "status"].contains($0.key) }
        let names = (programs + organizations).reduce(into: [String: String]()) { $0[$1.value] = $1.label }
        chips = ["q", "program", "organization", "status"].compactMap { name in
            guard let value = on[name] else { return nil }
            let label = name == "status" ? words("status.\(value)") : names[value] ?? value
            return Chip(
                label: words(
                    "filter.chip", ["filter": words("filter.\(name == "q" ? "search-short" : name)"), "value": label]),
                removeHref: Self.url(path, query.filter { $0.key != name }.merging(kept) { own, _ in own }))
        }
        clearHref = chips.count > 1 ? Self.url(path, kept) : nil
        csvHref = Self.url(path + ".csv", query.merging(kept) { own, _ in own })
        jsonHref = Self.url(path + ".json", query.merging(kept) { own, _ in own })
    }

    /// An address with its parameters in a fixed order; empty ones are left out.
    static func url(_ path: String, _ query: [String: String]) -> String {
        let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                guard !unreserved.contains(byte) else { return String(UnicodeScalar(byte)) }
                let hex = String(byte, radix: 16, uppercase: true)
                return "%" + (hex.count == 1 ? "0" : "") + hex
            }.joined()
        }
        let parts = query.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\(escaped($0.key))=\(escaped($0.value))" }
        return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
    }
}
