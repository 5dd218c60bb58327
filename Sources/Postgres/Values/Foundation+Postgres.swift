public import Foundation

extension UUID: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .uuid }

    public func bind(into buffer: inout [UInt8]) { withUnsafeBytes(of: uuid) { buffer.append(contentsOf: $0) } }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        let bytes = try cell.bytes(UUID.self)
        guard cell.type == .uuid || cell.type == .inferred, bytes.count == 16 else { throw cell.mismatch(UUID.self) }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension Data: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .bytea }

    public func bind(into buffer: inout [UInt8]) { buffer.append(contentsOf: self) }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        guard cell.type == .bytea || cell.type == .inferred else { throw cell.mismatch(Data.self) }
        self.init(try cell.bytes(Data.self))
    }
}

/// A `timestamptz`, rounded to the microsecond that PostgreSQL keeps; an infinite date is `infinity`.
///
/// A `Date` that came out of the database goes back as the same microsecond for all years from 1900 to 2100.
extension Date: PostgresBindable, PostgresDecodable {
    public static var postgresType: PostgresType { .timestamptz }

    /// From PostgreSQL's epoch, 2000-01-01, to Foundation's, 2001-01-01.
    private static let epochOffset: Int64 = 366 * 86_400 * 1_000_000

    public func bind(into buffer: inout [UInt8]) {
        buffer.append(bigEndian: postgresMicroseconds)
    }

    private var postgresMicroseconds: Int64 {
        let seconds = timeIntervalSinceReferenceDate
        let whole = seconds.rounded(.down)
        guard abs(whole) < 9_000_000_000_000 else { return seconds < 0 ? .min : .max }
        return Int64(whole) * 1_000_000 + Int64(((seconds - whole) * 1_000_000).rounded()) + Self.epochOffset
    }

    public init(_ cell: PostgresCell) throws(PostgresError) {
        switch cell.type {
        case .timestamptz, .timestamp, .inferred: break
        default: throw cell.mismatch(Date.self)
        }
        switch try cell.integer(Int64.self, for: Date.self) {
        case .max: self.init(timeIntervalSinceReferenceDate: .infinity)
        case .min: self.init(timeIntervalSinceReferenceDate: -.infinity)
        case let microseconds:
            self.init(timeIntervalSinceReferenceDate: Double(microseconds - Self.epochOffset) / 1_000_000)
        }
    }
}
