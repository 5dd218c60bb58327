import Foundation
import Postgres

/// A `json` parameter or value as its bytes, with no detour through a string.
struct JSONBytes: PostgresBindable, PostgresDecodable {
    let data: Data

    init(_ data: Data) { self.data = data }

    init(_ cell: PostgresCell) throws(PostgresError) { data = Data(try cell.bytes(JSONBytes.self)) }

    static var postgresType: PostgresType { .json }

    func bind(into buffer: inout [UInt8]) { buffer.append(contentsOf: data) }
}
