public import Foundation

/// Reads the rows of a read model, as `to_json` gives them, for queries.
public enum RowCoder {
    public static func decode<Row: Codable>(_: Row.Type, from document: Data) throws -> Row {
        try JSONDecoder.rows.decode(ColumnCoded<Row>.self, from: document).row
    }
}
