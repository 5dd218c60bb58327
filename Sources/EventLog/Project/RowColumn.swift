import EventModel
import Postgres

/// A column of a read model, and how a value of a row's JSON becomes its text.
///
/// The rules are those of `json_populate_recordset`, so that a row is the same whichever way it is written.
struct RowColumn: Sendable {
    let name: String
    let isArray: Bool
    /// Its values, or its elements', are JSON.
    let isJSON: Bool

    var quoted: String { "\"\(name)\"" }

    func write(_ value: JSONSlice?, to writer: inout PostgresTextCopyWriter) {
        guard let value, value.kind != .null else { return writer.null() }
        guard isArray, value.kind == .array else {
            return isJSON ? writer.field(value.json) : value.withText { writer.field($0) }
        }
        var text: [UInt8] = []
        append(array: value, to: &text)
        writer.field(text)
    }

    /// An array's literal: `{"a","b",NULL}`.
    private func append(array: JSONSlice, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        var isFirst = true
        array.forEachElement { element in
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            switch element.kind {
            case .null: text.append(contentsOf: "NULL".utf8)
            case .array: append(array: element, to: &text)
            default: append(quoted: element, to: &text)
            }
        }
        text.append(UInt8(ascii: "}"))
    }

    private func append(quoted element: JSONSlice, to text: inout [UInt8]) {
        var plain: [UInt8] = []
        append(element, to: &plain)
        text.append(UInt8(ascii: "\""))
        for byte in plain {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }

    private func append(_ value: JSONSlice, to text: inout [UInt8]) {
        if isJSON { text.append(contentsOf: value.json) } else { value.withText { text.append(contentsOf: $0) } }
    }
}
