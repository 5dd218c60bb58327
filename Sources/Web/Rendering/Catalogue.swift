import Foundation

/// Every word that the pages use, by key and language, read from `Locales/en.json` and `Locales/es.json`.
struct Catalogue: Sendable {
    /// A message: one text, or one text for each plural form of its count.
    enum Message: Hashable, Sendable {
        case plain(String)
        case plural([String: String])

        /// Each text of the message.
        var texts: [String] {
            switch self {
            case .plain(let text): [text]
            case .plural(let forms): forms.values.sorted()
            }
        }
    }

    /// A catalogue file that cannot be used.
    struct Unreadable: Error, CustomStringConvertible {
        let file: String
        var description: String { "\(file) is not an object of messages." }
    }

    /// The messages of each language, by key.
    let messages: [Language: [String: Message]]

    init(directory: URL) throws {
        var messages: [Language: [String: Message]] = [:]
        for language in Language.allCases {
            let file = directory.appendingPathComponent("\(language.rawValue).json")
            let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
            guard let entries = document as? [String: Any] else { throw Unreadable(file: file.lastPathComponent) }
            messages[language] = try entries.mapValues { entry in
                if let text = entry as? String { return .plain(text) }
                if let forms = entry as? [String: String] { return .plural(forms) }
                throw Unreadable(file: file.lastPathComponent)
            }
        }
        self.messages = messages
    }

    /// The words of one language; a key that it lacks is answered in English.
    func words(in language: Language) -> Words {
        let english = messages[.english] ?? [:]
        return Words(language: language, messages: english.merging(messages[language] ?? [:]) { _, own in own })
    }
}
