/// Why a file cannot be imported at all. Nothing was recorded.
public struct ImportError: Error, Hashable, CustomStringConvertible {
    /// What went wrong, open to new cases without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable {
        enum Base { case unknownFormat, notCSV, missingColumn, repeatedColumn, errorsFile }
        let base: Base

        /// No format has this name.
        public static let unknownFormat = Code(base: .unknownFormat)
        /// The file cannot be read as CSV from its first line.
        public static let notCSV = Code(base: .notCSV)
        /// The header lacks a column that the format needs.
        public static let missingColumn = Code(base: .missingColumn)
        /// The header names a column twice.
        public static let repeatedColumn = Code(base: .repeatedColumn)
        /// The file of rejected rows cannot be written.
        public static let errorsFile = Code(base: .errorsFile)
    }

    public let code: Code
    /// The columns, formats or rows that are meant.
    public let names: [String]
    public let description: String

    init(_ code: Code, names: [String] = [], _ description: String) {
        self.code = code
        self.names = names
        self.description = description
    }
}
