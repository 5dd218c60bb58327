import Foundation

/// Names as they are searched for: without case, accents and punctuation, word by word.
enum NameTokens {
    static func of(_ name: String) -> Set<String> {
        let folded = fold(name)
        let words = folded.unicodeScalars.split { !CharacterSet.alphanumerics.contains($0) }
        return Set(words.map { String(String.UnicodeScalarView($0)) })
    }

    private static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark || joining.contains(scalar) { continue }
            if let plain = undecomposed[scalar] {
                folded.append(contentsOf: plain.unicodeScalars)
            } else {
                folded.append(scalar)
            }
        }
        return String(folded).lowercased()
    }

    /// Apostrophes inside a name: O'Brien and OBrien are one.
    private static let joining: Set<Unicode.Scalar> = ["'", "\u{2019}", "\u{2018}", "\u{02BC}", "`", "."]

    /// Letters with a stroke or two in one, which Unicode does not take apart.
    private static let undecomposed: [Unicode.Scalar: String] = [
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    ]
}
