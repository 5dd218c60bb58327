import EventModel
import Foundation

/// A read model's row as a JSON object of columns.
struct ColumnCoded<Row: Codable>: Codable {
    var row: Row

    init(_ row: Row) { self.row = row }

    init(from decoder: any Decoder) throws { row = try Row(from: ColumnDecoder(base: decoder)) }

    func encode(to encoder: any Encoder) throws { try row.encode(to: ColumnEncoder(base: encoder)) }
}

extension JSONEncoder {
    /// Writes rows for `json_populate_recordset`.
    static var rows: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom(Timestamp.encode)
        return encoder
    }
}

extension JSONDecoder {
    /// Reads rows as `to_json` writes them.
    static var rows: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom(Timestamp.decode)
        return decoder
    }
}
