/// Why a file, or one record of it, cannot be read as CSV.
public struct CSVError: Error, Hashable, CustomStringConvertible {
    /// What went wrong, open to new cases without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        enum Base {
            case emptyFile, unreadable, unterminatedQuote, strayQuote, fieldCount, notUTF8, fieldTooLong, recordTooLong
        }
        let base: Base

        /// There is nothing in the file.
        public static let emptyFile = Code(base: .emptyFile)
        /// The file could not be opened or read.
        public static let unreadable = Code(base: .unreadable)
        /// The file ends inside quotes that the record opened.
        public static let unterminatedQuote = Code(base: .unterminatedQuote)
        /// A quote stands inside a plain field, or text follows a closing quote.
        public static let strayQuote = Code(base: .strayQuote)
        /// The record has more or fewer fields than the header.
        public static let fieldCount = Code(base: .fieldCount)
        /// The bytes are not UTF-8.
        public static let notUTF8 = Code(base: .notUTF8)
        /// A field is longer than `CSVReader.fieldLimit`; mostly a quote that is never closed.
        public static let fieldTooLong = Code(base: .fieldTooLong)
        /// A record is longer than `CSVReader.recordLimit`.
        public static let recordTooLong = Code(base: .recordTooLong)

        /// The code in kebab case, as reports count it.
        public var kind: String {
            switch base {
            case .emptyFile: "empty-file"
            case .unreadable: "unreadable-file"
            case .unterminatedQuote: "unterminated-quote"
            case .strayQuote: "stray-quote"
            case .fieldCount: "wrong-number-of-fields"
            case .notUTF8: "not-utf-8"
            case .fieldTooLong: "field-too-long"
            case .recordTooLong: "record-too-long"
            }
        }
    }

    public let code: Code
    /// The record's place among the records, from 1; 0 when the file as a whole is meant.
    public let row: Int
    /// The line on which the record starts.
    public let line: Int
    /// The field's place in the record, from 1, where one field is to blame.
    public let column: Int?
    /// What is wrong, without the place and without a word of the content.
    public let reason: String
    /// What could be read of the record, for the file of rejected rows; never for a message.
    public let fields: [String]

    init(_ code: Code, row: Int = 0, line: Int = 0, column: Int? = nil, reason: String, fields: [String] = []) {
        self.code = code
        self.row = row
        self.line = line
        self.column = column
        self.reason = reason
        self.fields = fields
    }

    public var description: String {
        guard row > 0 else { return reason }
        let field = column.map { ", field \($0)" } ?? ""
        return "Row \(row) (line \(line))\(field): \(reason)"
    }
}
