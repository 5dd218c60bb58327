import CLibPQ
import Logging

/// Writes the server's notices to the logger; libpq would print them to standard error.
final class NoticeLog {
    private let logger: Logger
    /// True once the server has said, unasked, that it ends the session.
    private(set) var hasFarewell = false

    init(_ logger: Logger) { self.logger = logger }

    /// The log must outlive the connection: libpq keeps an unretained pointer to it.
    func attach(to connection: OpaquePointer) {
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue().record(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func record(_ result: OpaquePointer) {
        func field(_ code: UInt8) -> String {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) } ?? ""
        }
        let severity = field(UInt8(ascii: "V"))
        if severity == "FATAL" || severity == "PANIC" { hasFarewell = true }
        logger.debug(
            "PostgreSQL notice: \(field(UInt8(ascii: "M")))",
            metadata: ["severity": "\(severity)", "sqlstate": "\(field(UInt8(ascii: "C")))"])
    }
}
