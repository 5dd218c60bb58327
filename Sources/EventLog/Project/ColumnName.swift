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
            let startsWord =
                letter.isUppercase && index > 0 && letters[index - 1] != "_"
                && (!letters[index - 1].isUppercase || index + 1 < letters.count && letters[index + 1].isLowercase)
            if startsWord { result.append("_") }
            result += letter.lowercased()
        }
        return result
    }
}
