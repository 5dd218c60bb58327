/// A data type by its object id, with the id of the array type over it.
public struct PostgresType: Hashable, Sendable, CustomStringConvertible {
    public let oid: UInt32
    let arrayOID: UInt32

    /// A type of your own: ids from `select oid, typarray from pg_type`.
    public init(oid: UInt32, arrayOID: UInt32 = 0) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    public static func == (left: PostgresType, right: PostgresType) -> Bool { left.oid == right.oid }
    public func hash(into hasher: inout Hasher) { hasher.combine(oid) }

    public var description: String { Self.names[oid] ?? "type \(oid)" }

    /// The array type over this one.
    public var array: PostgresType {
        precondition(
            oid == 0 || arrayOID != 0, "\(self) has no array type: arrays of arrays are one type in PostgreSQL")
        return PostgresType(oid: arrayOID)
    }

    /// Leaves the choice to the server, which infers it from the place of the parameter.
    public static let inferred = PostgresType(oid: 0)
    public static let bool = PostgresType(oid: 16, arrayOID: 1000)
    public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
    public static let name = PostgresType(oid: 19, arrayOID: 1003)
    public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
    public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
    public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
    public static let text = PostgresType(oid: 25, arrayOID: 1009)
    public static let oid = PostgresType(oid: 26, arrayOID: 1028)
    public static let json = PostgresType(oid: 114, arrayOID: 199)
    public static let float4 = PostgresType(oid: 700, arrayOID: 1021)
    public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
    public static let bpchar = PostgresType(oid: 1042, arrayOID: 1014)
    public static let varchar = PostgresType(oid: 1043, arrayOID: 1015)
    public static let date = PostgresType(oid: 1082, arrayOID: 1182)
    public static let timestamp = PostgresType(oid: 1114, arrayOID: 1115)
    public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
    public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
    public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)
    public static let xid8 = PostgresType(oid: 5069, arrayOID: 271)

    private static let names: [UInt32: String] = [
        0: "inferred", 16: "bool", 17: "bytea", 19: "name", 20: "int8", 21: "int2", 23: "int4", 25: "text", 26: "oid",
        114: "json", 700: "float4", 701: "float8", 1042: "bpchar", 1043: "varchar", 1082: "date", 1114: "timestamp",
        1184: "timestamptz", 1700: "numeric", 2278: "void", 2950: "uuid", 3802: "jsonb", 5069: "xid8",
        1000: "bool[]", 1001: "bytea[]", 1005: "int2[]", 1007: "int4[]", 1009: "text[]", 1015: "varchar[]",
        1016: "int8[]", 1022: "float8[]", 1182: "date[]", 1185: "timestamptz[]", 2951: "uuid[]",
        199: "json[]", 3807: "jsonb[]",
    ]
}
