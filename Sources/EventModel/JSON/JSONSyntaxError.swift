/// Why bytes are not JSON as RFC 8259 defines it, and where.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, open to new cases without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        enum Base { case unexpectedEnd, unexpectedByte, control, escape, surrogate, encoding, depth, size }
        let base: Base

        /// The text ends inside a value.
        public static let unexpectedEnd = Code(base: .unexpectedEnd)
        /// A byte stands where the grammar has no place for it.
        public static let unexpectedByte = Code(base: .unexpectedByte)
        /// A string holds a control character that is not escaped.
        public static let control = Code(base: .control)
        /// A backslash begins no escape.
        public static let escape = Code(base: .escape)
        /// An escape names half of a surrogate pair.
        public static let surrogate = Code(base: .surrogate)
        /// A string is not UTF-8.
        public static let encoding = Code(base: .encoding)
        /// Arrays and objects are nested too deeply.
        public static let depth = Code(base: .depth)
        /// The text is longer than 2 GB.
        public static let size = Code(base: .size)
    }

    public let code: Code
    /// Bytes before the place.
    public let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// Never a piece of the text: that could be about a person.
    public var description: String {
        let reason =
            switch code.base {
            case .unexpectedEnd: "the text ends too early"
            case .unexpectedByte: "this byte has no place here"
            case .control: "a control character must be escaped"
            case .escape: "no such escape"
            case .surrogate: "half of a surrogate pair"
            case .encoding: "the text is not UTF-8"
            case .depth: "more than \(JSONScanner.depthLimit) levels"
            case .size: "the text is too long"
            }
        return "This is not JSON: \(reason), at byte \(offset)."
    }
}
