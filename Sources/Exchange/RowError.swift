/// Why one row is rejected. The other rows are not concerned.
///
/// It says what kind of value was expected and never repeats the value, so it may stand in a log.
public struct RowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a column holds.
    public enum ValueKind: String, Sendable, CaseIterable { case identifier, date, count, code, text, record }

    public var row: Int
    public var line: Int
    /// The column's name, where one is to blame.
    public var column: String?
    public var valueKind: ValueKind
    /// In kebab case, as reports count it.
    public var kind: String
    public var reason: String
    /// What to do about it.
    public var remedy: String

    public init(
        row: Int, line: Int, column: String?, valueKind: ValueKind, kind: String, reason: String, remedy: String
    ) {
        self.row = row
        self.line = line
        self.column = column
        self.valueKind = valueKind
        self.kind = kind
        self.reason = reason
        self.remedy = remedy
    }

    public var description: String {
        "Row \(row) (line \(line))\(column.map { ", \($0)" } ?? ""): \(reason) \(remedy)"
    }
}
