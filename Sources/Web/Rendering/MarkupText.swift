/// Text as the template engine escapes it rightly.
///
/// The engine escapes one character after another, and a quote with a combining accent after it is another character
/// than a quote: it would end an attribute, and what follows would be markup. So where a sign of markup is joined with
/// something else, a space of no width parts them.
enum MarkupText {
    static func parted(_ text: String) -> String {
        // Nothing joins plain ASCII.
        guard !text.utf8.allSatisfy({ $0 < 0x80 }), text.contains(where: hidesMarkup) else { return text }
        var parted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            parted.append(contentsOf: isMarkup(scalar) ? [space, scalar, space] : [scalar])
        }
        return String(parted)
    }

    private static let space: Unicode.Scalar = "\u{200B}"

    private static func hidesMarkup(_ character: Character) -> Bool {
        character.unicodeScalars.count > 1 && character.unicodeScalars.contains(where: isMarkup)
    }

    private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool { "<>&\"'".unicodeScalars.contains(scalar) }
}
