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
        let starters: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n"]
        let safe = value.first.map { starters.contains($0) } == true ? "'" + value : value
        let quoted: (Character) -> Bool = { $0 == "," || $0 == "\"" || $0.isNewline }
        return safe.contains(where: quoted) ? "\"\(safe.replacingOccurrences(of: "\"", with: "\"\""))\"" : safe
    }
}
