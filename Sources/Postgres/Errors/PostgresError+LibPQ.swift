import CLibPQ
import Foundation

extension PostgresError {
    /// The error that a result carries.
    init(result: OpaquePointer, connection: OpaquePointer, statement: String?) {
        func field(_ code: UInt8) -> String? {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        let sqlState = field(UInt8(ascii: "C")).map(SQLState.init(rawValue:))
        let message = field(UInt8(ascii: "M")) ?? Self.trimmed(PQresultErrorMessage(result))
        self.init(
            PostgresErrorFields(
                code: Self.code(for: sqlState, message: message, connection: connection),
                sqlState: sqlState, message: message,
                detail: field(UInt8(ascii: "D")), hint: field(UInt8(ascii: "H")),
                schema: field(UInt8(ascii: "s")), table: field(UInt8(ascii: "t")),
                column: field(UInt8(ascii: "c")), constraint: field(UInt8(ascii: "n")),
                statement: statement))
    }

    /// The error that a connection reports when a call gave no result.
    init(connection: OpaquePointer, statement: String? = nil) {
        let isLost = PQstatus(connection) != CONNECTION_OK
        self.init(
            isLost ? .connectionLost : .usage, message: Self.trimmed(PQerrorMessage(connection)), statement: statement)
    }

    static func trimmed(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "unknown error" }
        let trimmed = String(cString: text).trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? "the server closed the connection" : trimmed
    }

    private static func code(for state: SQLState?, message: String, connection: OpaquePointer) -> Code {
        if PQstatus(connection) != CONNECTION_OK { return .connectionLost }
        switch state {
        case .adminShutdown, .crashShutdown: return .connectionLost
        // The server has one state for both, and tells them apart only in words.
        case .queryCanceled: return message.contains("user request") ? .cancelled : .timeout
        default: return .server
        }
    }

    /// The same error under another code.
    func recoded(_ code: Code) -> PostgresError {
        var fields = fields
        fields.code = code
        return PostgresError(fields)
    }

    /// The same error, naming the statement unless it names one already.
    func during(_ statement: String) -> PostgresError {
        var fields = fields
        fields.statement = fields.statement ?? statement
        return PostgresError(fields)
    }

    /// True when the server no longer knows a prepared statement, or its plan no longer fits the tables.
    var isStaleStatement: Bool {
        switch sqlState {
        case .invalidSqlStatementName: true
        case .featureNotSupported: message.contains("cached plan must not change result type")
        default: false
        }
    }
}
