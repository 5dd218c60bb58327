/// Finds the fields of one record in the bytes at hand. Pure; the reader feeds it.
struct CSVScanner {
    /// Where a field's content stands, quotes around it left out.
    struct Field {
        var bytes: Range<Int>
        /// Whether its quotes are doubled and must be halved.
        var isDoubled = false
    }

    enum Outcome {
        /// A whole record; the next one begins here.
        case record(next: Int)
        /// The bytes end too early.
        case more
        case broken(CSVError.Code)
    }

    private(set) var fields: [Field] = []
    /// The line breaks inside its quotes.
    private(set) var lineBreaks = 0

    /// Scans the record that begins at `start`; `isEnd` says that no bytes will follow.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        lineBreaks = 0
        var index = start
        while true {
            guard index - start <= CSVReader.recordLimit else { return .broken(.recordTooLong) }
            let outcome =
                index < bytes.count && bytes[index] == .quote
                ? quoted(bytes, &index, isEnd) : plain(bytes, &index, isEnd)
            if let outcome { return outcome }
        }
    }

    /// Answers `nil` when another field follows at `index`.
    private mutating func plain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ isEnd: Bool) -> Outcome? {
        let first = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .comma || byte == .lineFeed || byte == .quote { break }
            index += 1
        }
        guard index - first <= CSVReader.fieldLimit else { return broken(.fieldTooLong) }
        guard index < bytes.count || isEnd else { return .more }
        if index < bytes.count, bytes[index] == .quote { return broken(.strayQuote) }
        if index < bytes.count, bytes[index] == .comma {
            fields.append(Field(bytes: first..<index))
            index += 1
            return nil
        }
        let end = index > first && bytes[index - 1] == .carriageReturn ? index - 1 : index
        fields.append(Field(bytes: first..<end))
        return .record(next: min(index + 1, bytes.count))
    }

    private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ isEnd: Bool) -> Outcome? {
        let first = index + 1
        var isDoubled = false
        index = first
        while true {
            while index < bytes.count, bytes[index] != .quote {
                if bytes[index] == .lineFeed { lineBreaks += 1 }
                index += 1
            }
            guard index - first <= CSVReader.fieldLimit else { return broken(.fieldTooLong) }
            guard index < bytes.count else { return isEnd ? broken(.unterminatedQuote) : .more }
            guard index + 1 < bytes.count || isEnd else { return .more }
            guard index + 1 < bytes.count, bytes[index + 1] == .quote else { break }
            isDoubled = true
            index += 2
        }
        fields.append(Field(bytes: first..<index, isDoubled: isDoubled))
        index += 1
        guard index < bytes.count else { return .record(next: index) }
        switch bytes[index] {
        case .comma:
            index += 1
            return nil
        case .lineFeed: return .record(next: index + 1)
        case .carriageReturn:
            guard index + 1 < bytes.count else { return isEnd ? .record(next: index + 1) : .more }
            return bytes[index + 1] == .lineFeed ? .record(next: index + 2) : .broken(.strayQuote)
        default: return .broken(.strayQuote)
        }
    }

    /// Counts the field that is to blame, so that its place can be told.
    private mutating func broken(_ code: CSVError.Code) -> Outcome {
        fields.append(Field(bytes: 0..<0))
        return .broken(code)
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
