public import Ledger
public import Postgres

extension Hash256: PostgresDecodable, PostgresBindable {
    public static var postgresType: PostgresType { .bytea }

    public func bind(into buffer: inout [UInt8]) { append(to: &buffer) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        guard let hash = Hash256(try cell.bytes(Hash256.self)) else { throw cell.mismatch(Hash256.self) }
        self = hash
    }
}
