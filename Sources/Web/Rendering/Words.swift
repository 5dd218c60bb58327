/// The words of one language, by key: `words("worklist.changed", ["count": 2])`.
struct Words: Sendable {
    /// The language that the words are in.
    let language: Language
    private let messages: [String: Catalogue.Message]

    init(language: Language, messages: [String: Catalogue.Message]) {
        self.language = language
        self.messages = messages
    }

    /// The message for `key`, with each `{name}` replaced. A missing key answers itself, so that a reader can report it.
    ///
    /// A plural message is chosen by the value named `count`. Whole numbers are grouped: 1,204.
    func callAsFunction(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String {
        switch messages[key] {
        case nil: key
        case .plain(let text): Self.fill(text, with: values)
        case .plural(let forms):
            Self.fill(
                forms[language.pluralForm(of: values["count"] as? Int ?? 0)] ?? forms["other"] ?? key, with: values)
        }
    }

    /// The message for a key that may not exist, such as one built from a code of a module.
    func ifKnown(_ key: String) -> String? {
        messages[key] == nil ? nil : self(key)
    }

    /// Whether the catalogue has `key`.
    func has(_ key: String) -> Bool { messages[key] != nil }

    /// The text of one plural form, unfilled, for a script that counts in the browser.
    func pattern(_ key: String, form: String) -> String {
        switch messages[key] {
        case nil: key
        case .plain(let text): text
        case .plural(let forms): forms[form] ?? forms["other"] ?? key
        }
    }

    private static func fill(_ text: String, with values: [String: any CustomStringConvertible]) -> String {
        guard text.contains("{") else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            switch values[name] {
            case let number as Int: result += grouped(number)
            case .some(let value): result += value.description
            case nil: result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
            // "a las 10:12 a. m." at the end of a sentence has one full stop, not two.
            if result.hasSuffix("."), rest.hasPrefix(".") { rest = rest.dropFirst() }
        }
        return result + rest
    }

    /// A whole number with a comma between thousands, as both languages write it in the United States.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
