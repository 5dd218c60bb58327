import Foundation

/// How moments are spelled in a document.
public struct JSONMoments: Sendable {
    private enum Base { case stored, database }
    private let base: Base

    /// RFC 3339 in UTC to the microsecond, as events carry it; only years of four digits.
    public static let stored = JSONMoments(base: .stored)
    /// What PostgreSQL's JSON functions write and read.
    public static let database = JSONMoments(base: .database)

    func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
        switch base {
        case .stored: Date(rfc3339: bytes)
        case .database: Timestamp.date(utf8: bytes)
        }
    }

    var reason: String {
        switch base {
        case .stored: "A moment reads like 2026-10-13T15:12:00.000000Z."
        case .database: "This is not an RFC 3339 moment."
        }
    }

    /// Answers false, and writes nothing, for a moment that cannot be written.
    func append(_ date: Date, to bytes: inout [UInt8]) -> Bool {
        switch base {
        case .stored where !Date.writable.contains(date): return false
        case .database where !date.timeIntervalSinceReferenceDate.isFinite: return false
        case .stored, .database:
            Timestamp.append(date, to: &bytes)
            return true
        }
    }
}
