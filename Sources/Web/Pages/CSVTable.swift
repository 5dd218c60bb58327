import Exchange

/// A table as a file for spreadsheets: RFC 4180, with a mark that says that it is UTF-8.
struct CSVTable: Sendable {
    private(set) var text = "\u{FEFF}"

    init(header: [String]) { add(header) }

    mutating func add(_ values: [String?]) { text += CSVText.line(values.map { $0 ?? "" }) }
}
