import Yams

/// A text in each language that people read here.
public struct Words: Sendable, Hashable, Codable {
    public var en: String
    public var es: String

    static let keys: [Shape.Key] = [
        .init("en", .text, required: true, "In English."),
        .init("es", .text, "In Spanish."),
    ]

    /// The text in a language, by its code; English where there is no other.
    public func text(_ language: String) -> String { language == "es" && !es.isEmpty ? es : en }

    public init(en: String, es: String) {
        self.en = en
        self.es = es
    }

    init(_ node: Node?) {
        en = node?["en"]?.scalar?.string ?? ""
        es = node?["es"]?.scalar?.string ?? ""
    }
}
