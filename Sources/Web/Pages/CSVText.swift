import Foundation

/// A table as RFC 4180 text: UTF-8 with a mark for spreadsheets, CRLF, and quotes where they are needed.
struct CSVText: Sendable {
    private(set) var text = "\u{FEFF}"

    init(header: [String]) { add(header) }

    /// Adds a row. A value that a spreadsheet would run as a formula is made plain text.
    mutating func add(_ values: [String?]) {
        text += values.map { Self.cell($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    static func cell(_ value: String) -> String {
        // By scalars: a quote with a combining accent after it is one character, and another one than a quote.
        let isFormula = value.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + value : value
        guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
        return "\"\(safe.replacingOccurrences(of: "\"", with: "\"\"", options: .literal))\""
    }
}
