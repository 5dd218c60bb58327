import Gateway

/// The client's name for a command (draft-ietf-httpapi-idempotency-key-header-07).
///
/// The draft wants a structured-field string, in double quotes; many clients send the bare text. Both name the same.
struct IdempotencyKey: Sendable, Hashable {
    let text: String

    init(_ values: [String]) throws(Problem) {
        guard let header = values.first?.drop(while: { $0 == " " }), !header.isEmpty else { throw .keyMissing }
        guard values.count == 1, let text = Self.unquoted(header), (1...255).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw .keyMalformed }
        self.text = text
    }

    private static func unquoted(_ header: Substring) -> String? {
        guard header.first == "\"" else { return header.contains { $0 == "\"" || $0 == " " } ? nil : String(header) }
        guard header.count >= 2, header.last == "\"" else { return nil }
        var text = ""
        var isEscaped = false
        for character in header.dropFirst().dropLast() {
            switch (character, isEscaped) {
            case ("\\", false): isEscaped = true
            case ("\"", false): return nil
            case ("\\", true), ("\"", true), (_, false):
                text.append(character)
                isEscaped = false
            default: return nil
            }
        }
        return isEscaped ? nil : text
    }
}
