import Foundation

/// The filters of a list as its address has them.
///
/// What somebody looks for may be a name, so it never stands in an address: it is sealed under the session's secret.
struct ListQuery: Sendable {
    private static let names = ["program", "organization", "status", "sort", "show"]

    let visit: Visit
    /// What is looked for, in the clear.
    let search: String?
    /// The filters with the search in the clear, for the controls.
    var shown: [String: String]
    /// The filters as an address may have them.
    var address: [String: String]

    init(_ visit: Visit) {
        self.visit = visit
        let sealed = visit.query["q"]
        search = sealed.flatMap {
            Self.isNumber($0) ? $0 : visit.seal?.open($0).map { String(decoding: $0, as: UTF8.self) }
        }
        shown = Self.names.reduce(into: [:]) { $0[$1] = visit.query[$1] }
        address = shown
        shown["q"] = search
        if search != nil { address["q"] = sealed }
    }

    subscript(name: String) -> String? { shown[name] }

    func id(_ name: String) -> UUID? { shown[name].flatMap { UUID(uuidString: $0) } }

    /// The address of the list that a form of filters asks for.
    static func address(of path: String, for form: SentForm, _ visit: Visit) -> String {
        var query = names.reduce(into: [String: String]()) { $0[$1] = form[$1] }
        if let search = form["q"] {
            query["q"] = isNumber(search) ? search.uppercased() : visit.seal?.seal(Data(search.prefix(200).utf8))
        }
        return Filters.url(path, query)
    }

    /// A referral's number names no one.
    static func isNumber(_ text: String) -> Bool {
        text.utf8.count <= 16 && text.uppercased().hasPrefix("RF-")
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
            }
    }

    /// The controls of the list; every address in them has the search sealed.
    func filters(_ path: String, _ names: ListNames, statuses: [String], hidden: [HiddenField] = []) -> Filters {
        var filters = Filters(
            path: path, query: shown.filter { $0.key != "show" }, programs: names.programOptions,
            organizations: names.partnerOptions, statuses: statuses, hidden: hidden, for: visit.reader)
        let on = ["q", "program", "organization", "status"].filter { shown[$0]?.isEmpty == false }
        for (index, name) in zip(filters.chips.indices, on) {
            filters.chips[index].removeHref = Filters.url(path, address.filter { $0.key != name })
        }
        filters.csvHref = Filters.url(path + ".csv", address)
        filters.jsonHref = Filters.url(path + ".json", address)
        return filters
    }
}
