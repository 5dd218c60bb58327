/// A coded key as a column's name: `offeredAt` is `offered_at`, `participantID` is `participant_id`.
enum ColumnName {
    static func snakeCase(_ name: String) -> String {
        let letters = Array(name.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(letters.count + 4)
        for (index, letter) in letters.enumerated() {
            guard letter.isUpper else {
                result.append(letter)
                continue
            }
            if index > 0, startsWord(index, in: letters) { result.append(UInt8(ascii: "_")) }
            result.append(letter + 32)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// An abbreviation is one word, with the `s` of its plural: `helperIDs` is `helper_ids`, `URLText` is `url_text`.
    private static func startsWord(_ index: Int, in letters: [UInt8]) -> Bool {
        guard letters[index - 1].isUpper else { return letters[index - 1] != UInt8(ascii: "_") }
        guard index + 1 < letters.count, !letters[index + 1].isUpper else { return false }
        let endsAfterNext = index + 2 == letters.count || letters[index + 2].isUpper
        return !(letters[index + 1] == UInt8(ascii: "s") && endsAfterNext)
    }
}

extension UInt8 {
    fileprivate var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
