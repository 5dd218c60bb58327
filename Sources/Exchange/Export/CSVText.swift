/// CSV as RFC 4180 writes it, safe to open in a spreadsheet.
public enum CSVText {
    /// One record with its line end.
    public static func line(_ fields: some Sequence<String>) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// One text field, quoted where it must be.
    ///
    /// A spreadsheet runs text that begins with `=`, `+`, `-`, `@`, a tab or a line end as a formula; such text
    /// gets an apostrophe before it.
    public static func field(_ text: String) -> String {
        let isFormula = text.utf8.first.map { formulaStarts.contains($0) } ?? false
        return quoted(isFormula ? "'" + text : text)
    }

    /// A field whose text is ours, such as a number; quoted where it must be, otherwise as it is.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { mustQuote.contains($0) }) else { return text }
        // By scalars: a quote with a combining accent after it is one character, and another one than a quote.
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            quoted.append(scalar)
            if scalar == "\"" { quoted.append(scalar) }
        }
        quoted.append("\"")
        return String(quoted)
    }

    private static let formulaStarts = Array("=+-@\t\r\n".utf8)
    private static let mustQuote = Array("\",\r\n".utf8)
}
