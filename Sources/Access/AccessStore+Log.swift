public import Foundation
import EventModel
public import Postgres

/// A page of the access log, newest first.
public struct AccessLogPage: Sendable {
    public struct Cursor: Hashable, Sendable {
        public var at: Date
        public var id: UUID

        public init(at: Date, id: UUID) {
            self.at = at
            self.id = id
        }
    }

    public var entries: [AccessEntry]
    /// Where the next page begins; `nil` on the last.
    public var next: Cursor?
}

/// Which lines of the access log to read.
public struct AccessLogFilter: Hashable, Sendable {
    public var account: UUID?
    public var subjectID: UUID?
    public var action: String?
    public var outcome: AccessEntry.Outcome?

    public init(
        account: UUID? = nil, subjectID: UUID? = nil, action: String? = nil, outcome: AccessEntry.Outcome? = nil
    ) {
        self.account = account
        self.subjectID = subjectID
        self.action = action
        self.outcome = outcome
    }
}

extension AccessStore {
    /// Writes lines of the access log.
    ///
    /// When this throws, what the lines are about must not be shown: no view without its line.
    public func log(_ entries: [AccessEntry], address: String? = nil) async throws {
        let tag = addressTag(address)
        let tagged = entries.map { entry in
            var entry = entry
            entry.addressTag = entry.addressTag ?? tag
            return entry
        }
        try await pool.run { session in try session.append(tagged) }
    }

    public func log(_ entry: AccessEntry, address: String? = nil) async throws {
        try await log([entry], address: address)
    }

    /// Writes lines inside the caller's transaction.
    public func log(_ entries: [AccessEntry], in session: PostgresSession) throws {
        try session.append(entries)
    }

    /// Reads a jurisdiction's access log, newest first.
    public func readAccessLog(
        _ jurisdiction: String, where filter: AccessLogFilter = AccessLogFilter(),
        after cursor: AccessLogPage.Cursor? = nil, limit: Int = 100
    ) async throws -> AccessLogPage {
        try await pool.run { session in
            let rows = try session.query(
                """
                select at, account, organization, jurisdiction, action, subject_kind, subject_id, channel, \
                address_tag, outcome, id from access.log where jurisdiction = \(jurisdiction) \
                and (\(filter.account)::uuid is null or account = \(filter.account)) \
                and (\(filter.subjectID)::uuid is null or subject_id = \(filter.subjectID)) \
                and (\(filter.action)::text is null or action = \(filter.action)) \
                and (\(filter.outcome?.rawValue)::text is null or outcome = \(filter.outcome?.rawValue)) \
                and (\(cursor?.at)::timestamptz is null or (at, id) < (\(cursor?.at), \(cursor?.id))) \
                order by at desc, id desc limit \(limit + 1)
                """)
            let entries = try rows.prefix(limit).map { try AccessEntry($0) }
            guard rows.count > limit, let last = rows.prefix(limit).last else {
                return AccessLogPage(entries: entries, next: nil)
            }
            return AccessLogPage(entries: entries, next: .init(at: try last.get(0), id: try last.get(10)))
        }
    }
}

extension PostgresSession {
    /// Inserts lines into the access log, one statement however many.
    func append(_ entries: [AccessEntry]) throws {
        guard !entries.isEmpty else { return }
        try query(
            """
            insert into access.log (jurisdiction, id, at, account, organization, action, subject_kind, subject_id, \
            channel, address_tag, outcome) select * from unnest(\(entries.map(\.jurisdiction)), \
            \(entries.map { UUID(version7At: $0.at) }), \(entries.map(\.at)), \(entries.map(\.account)), \
            \(entries.map(\.organization)), \(entries.map(\.action)), \(entries.map(\.subjectKind)), \
            \(entries.map(\.subjectID)), \(entries.map(\.channel)), \(entries.map(\.addressTag)), \
            \(entries.map(\.outcome.rawValue)))
            """)
    }
}

extension AccessEntry {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            at: try row.get(0), account: try row.get(1), organization: try row.get(2), jurisdiction: try row.get(3),
            action: try row.get(4), subjectKind: try row.get(5), subjectID: try row.get(6), channel: try row.get(7),
            addressTag: try row.get(8), outcome: Outcome(rawValue: try row.get(9)) ?? .failed)
    }
}
