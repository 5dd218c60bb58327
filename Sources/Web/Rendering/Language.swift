/// A language that every page exists in.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case spanish = "es"

    /// The plural form that CLDR chooses for a whole number.
    func pluralForm(of count: Int) -> String {
        switch self {
        case .english: count == 1 ? "one" : "other"
        case .spanish: count == 1 ? "one" : count != 0 && count.isMultiple(of: 1_000_000) ? "many" : "other"
        }
    }

    /// The forms that a message with a count must have.
    var pluralForms: Set<String> {
        switch self {
        case .english: ["one", "other"]
        case .spanish: ["one", "many", "other"]
        }
    }

    /// The best language for an `Accept-Language` header; English when it names none of ours.
    init(accepting header: String?) {
        let ranked = (header ?? "").split(separator: ",").compactMap { part -> (Language, Double)? in
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let tag = pieces.first, let language = Language(rawValue: tag.prefix(2).lowercased()) else {
                return nil
            }
            let quality = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return quality > 0 ? (language, quality) : nil
        }
        self =
            ranked.enumerated().max { ($0.element.1, -$0.offset) < ($1.element.1, -$1.offset) }?.element.0 ?? .english
    }

    /// The other language, for the switch in the masthead.
    var other: Language { self == .english ? .spanish : .english }
}
