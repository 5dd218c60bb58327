import EventModel
import Postgres

/// A column of a read model, and how an encoded value becomes its text.
///
/// The rules are those of `json_populate_recordset`, so that a row is the same whichever way it is written.
struct RowColumn: Sendable {
    let name: String
    let isArray: Bool
    /// Its values, or its elements', are JSON.
    let isJSON: Bool

    var quoted: String { "\"\(name)\"" }

    func write(_ value: JSONWritten?, to writer: inout PostgresTextCopyWriter) {
        guard let value, value.kind != .null else { return writer.null() }
        guard isJSON || isArray && value.kind == .array else { return value.withText { writer.field($0) } }
        var text: [UInt8] = []
        if isArray, value.kind == .array {
            append(array: value, to: &text)
        } else {
            value.append(jsonTo: &text)
        }
        writer.field(text)
    }

    /// An array's literal: `{"a","b",NULL}`.
    private func append(array: JSONWritten, to text: inout [UInt8]) {
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

    private func append(quoted element: JSONWritten, to text: inout [UInt8]) {
        var plain: [UInt8] = []
        if isJSON { element.append(jsonTo: &plain) } else { element.withText { plain.append(contentsOf: $0) } }
        text.append(UInt8(ascii: "\""))
        for byte in plain {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }
}
