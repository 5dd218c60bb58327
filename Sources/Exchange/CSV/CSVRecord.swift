/// One record of a CSV file.
public struct CSVRecord: Hashable, Sendable {
    public var fields: [String]
    /// The line on which it starts, from 1.
    public var line: Int
    /// Its place among the records, from 1, as spreadsheets number rows; the header is row 1.
    public var row: Int

    public init(fields: [String], line: Int, row: Int) {
        self.fields = fields
        self.line = line
        self.row = row
    }
}
