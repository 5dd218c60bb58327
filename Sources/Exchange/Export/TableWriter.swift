public import EventModel
public import Foundation

/// Writes rows under named columns as CSV or JSON, one row at a time.
///
///     var writer = TableWriter(.csv, columns: ["number", "status"]) { try handle.write(contentsOf: $0) }
///     for row in rows { try writer.write(row) }
///     try writer.finish()
public struct TableWriter {
    public enum Format: String, Sendable, CaseIterable {
        case csv
        /// One array of objects.
        case json
        /// One object on each line.
        case jsonLines = "json-lines"
    }

    private let format: Format
    private let columns: [String]
    private let output: (Data) throws -> Void
    private var rows = 0

    public init(_ format: Format, columns: [String], output: @escaping (Data) throws -> Void) {
        self.format = format
        self.columns = columns
        self.output = output
    }

    /// Writes one row; a column that the row lacks is an empty cell, or `null`.
    public mutating func write(_ row: JSONObject) throws {
        switch format {
        case .csv: try put(header() + columns.map { (row[$0] ?? .null).cell }.joined(separator: ",") + "\r\n")
        case .json: try put((rows == 0 ? "[\n" : ",\n") + object(row))
        case .jsonLines: try put(object(row) + "\n")
        }
        rows += 1
    }

    /// Ends the document; one without rows still has its header or its brackets.
    public mutating func finish() throws {
        switch format {
        case .csv: try put(header())
        case .json: try put(rows == 0 ? "[]\n" : "\n]\n")
        case .jsonLines: break
        }
    }

    /// The whole document at once, for few rows.
    public static func document(_ format: Format, columns: [String], rows: some Sequence<JSONObject>) -> Data {
        let collected = Collected()
        var writer = TableWriter(format, columns: columns) { collected.data += $0 }
        do {
            for row in rows { try writer.write(row) }
            try writer.finish()
        } catch {
            preconditionFailure("Writing to memory does not fail.")
        }
        return collected.data
    }

    private final class Collected { var data = Data() }

    private func object(_ row: JSONObject) -> String {
        "{" + columns.map { "\(JSONText.quoted($0)):\((row[$0] ?? .null).text)" }.joined(separator: ",") + "}"
    }

    private func header() -> String { rows == 0 ? CSVText.line(columns) : "" }

    private func put(_ text: String) throws {
        if !text.isEmpty { try output(Data(text.utf8)) }
    }
}

extension JSONValue {
    /// The value as JSON, keys sorted.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .string(let value): JSONText.quoted(value)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let object):
            "{"
                + object.sorted { $0.key < $1.key }.map { "\(JSONText.quoted($0.key)):\($0.value.text)" }.joined(
                    separator: ",") + "}"
        }
    }

    /// The value as a cell of a table. Numbers stay numbers, below zero too.
    var cell: String {
        switch self {
        case .null: ""
        case .bool, .integer: text
        case .string(let value): CSVText.field(value)
        case .array, .object: CSVText.quoted(text)
        }
    }
}
