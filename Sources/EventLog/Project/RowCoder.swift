import EventModel
public import Foundation

/// Reads the rows of a read model, as `to_json` gives them, for queries; make one for each query.
public struct RowCoder {
    private let reader = JSONReader.rows

    public init() {}

    public func decode<Row: Decodable>(_ type: Row.Type, from document: Data) throws -> Row {
        try reader.decode(type, from: document)
    }
}
