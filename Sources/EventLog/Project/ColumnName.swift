/// A coded key as a column's name: `offeredAt` is `offered_at`, `participantID` is `participant_id`.
struct ColumnName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ key: some CodingKey) { stringValue = Self.snakeCase(key.stringValue) }

    init?(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }

    static func snakeCase(_ name: String) -> String {
        let letters = Array(name)
        var result = ""
        for (index, letter) in letters.enumerated() {
            if index > 0, letter.isUppercase, startsWord(index, in: letters) { result.append("_") }
            result += letter.lowercased()
        }
        return result
    }

    /// An abbreviation is one word, with the `s` of its plural: `helperIDs` is `helper_ids`, `URLText` is `url_text`.
    private static func startsWord(_ index: Int, in letters: [Character]) -> Bool {
        guard letters[index - 1].isUppercase else { return letters[index - 1] != "_" }
        guard index + 1 < letters.count, letters[index + 1].isLowercase else { return false }
        let endsAfterNext = index + 2 == letters.count || letters[index + 2].isUppercase
        return !(letters[index + 1] == "s" && endsAfterNext)
    }
}
