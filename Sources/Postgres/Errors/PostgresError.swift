/// What went wrong between us and PostgreSQL.
///
/// The text of the statement is kept, its parameter values never are. `detail` is the server's own text and may
/// quote stored values ("Key (email)=(…) already exists."), so `description` leaves it out: log the description,
/// and look at `detail` only where the reader may see the row.
public struct PostgresError: Error, Sendable, CustomStringConvertible {
    private let storage: PostgresErrorStorage

    init(_ fields: PostgresErrorFields) { storage = PostgresErrorStorage(fields) }

    public init(_ code: Code, message: String, sqlState: SQLState? = nil, statement: String? = nil) {
        self.init(PostgresErrorFields(code: code, sqlState: sqlState, message: message, statement: statement))
    }

    var fields: PostgresErrorFields { storage.fields }

    public var code: Code { fields.code }
    /// The server's code for the error; nil when the server did not answer.
    public var sqlState: SQLState? { fields.sqlState }
    public var message: String { fields.message }
    public var detail: String? { fields.detail }
    public var hint: String? { fields.hint }
    public var schema: String? { fields.schema }
    public var table: String? { fields.table }
    public var column: String? { fields.column }
    public var constraint: String? { fields.constraint }
    /// The SQL that was running, with `$1` in place of each value.
    public var statement: String? { fields.statement }

    /// True when the connection is gone, so that what the server did with the last statement may be unknown.
    public var isConnectionLoss: Bool {
        switch code {
        case .connectionLost, .connectionFailed: true
        default: sqlState?.sqlClass == "08"
        }
    }

    /// True when the same work may succeed if it is tried again from its beginning.
    public var isTransient: Bool {
        isConnectionLoss || code == .poolTimeout || sqlState?.isTransient == true
    }

    /// True when this very data was refused, and would be again; false when the database could not do it now.
    public var isAboutData: Bool {
        guard let sqlState else { return code == .decoding }
        return ["0A", "21", "22", "23", "42", "44", "P0"].contains(sqlState.sqlClass)
    }

    /// True when the server's disk is full; the work was rolled back, and succeeds once there is room again.
    public var isOutOfRoom: Bool { sqlState == .diskFull }

    public var description: String {
        var text = "\(code)"
        if let sqlState { text += " \(sqlState)" }
        text += ": \(message)"
        if let constraint { text += " (constraint \(constraint))" }
        if let hint { text += " Hint: \(hint)" }
        if let statement { text += " [\(statement)]" }
        return text
    }
}

/// The parts of a `PostgresError`.
struct PostgresErrorFields: Sendable {
    var code: PostgresError.Code
    var sqlState: SQLState?
    var message: String
    var detail: String?
    var hint: String?
    var schema: String?
    var table: String?
    var column: String?
    var constraint: String?
    var statement: String?
}

/// Keeps a throw one pointer wide.
private final class PostgresErrorStorage: Sendable {
    let fields: PostgresErrorFields

    init(_ fields: PostgresErrorFields) { self.fields = fields }
}
