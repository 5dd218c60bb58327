public import Access
import EventLog
import EventModel
public import Foundation
public import Notary
import Postgres

/// What the operator sees: how far everything is that reads the log.
public struct Operations: Sendable {
    /// A read model or a process in one jurisdiction.
    public struct Follower: Sendable, Hashable {
        public var name: String
        public var version: Int
        public var jurisdiction: String
        public var position: Int64
        public var lag: Int64
        public var updatedAt: Date?
        /// Why it stopped; it is tried again ever more rarely, and when the server starts anew or it is rebuilt.
        public var error: String?
        public var errorPosition: Int64?
        /// The type of the event that it stands before.
        public var errorType: String?
    }

    /// A read model that was not what its rebuild was when they were last compared.
    public struct Difference: Sendable, Hashable {
        public var name: String
        public var jurisdiction: String
        public var rows: Int64
        public var checkedAt: Date
    }

    public var heads: [String: Int64]
    public var projections: [Follower]
    public var processes: [Follower]
    public var differences: [Difference]
    /// How many servers share the work.
    public var servers: Int
    /// Why publishing of logs has stopped, by jurisdiction.
    public var publishing: [String: PublisherProblem]
    public var database: String
}

extension Operations {
    /// The readers of the log that stand before an event that they cannot read.
    public var stopped: [Follower] { (projections + processes).filter { $0.error != nil } }
}

extension Operations.Follower {
    /// Where it stands still and before what, in plain words for an operator.
    public var standing: String {
        guard let errorPosition else { return "\(name) of \(jurisdiction) at position \(position)" }
        return "\(name) of \(jurisdiction) before position \(errorPosition) (\(errorType ?? "no such event"))"
    }
}

extension Throughline {
    public func operations(for principal: Principal) async throws -> Operations {
        try check(principal, .viewOperations, Resource(jurisdiction: networkLog))
        return try await operations()
    }

    /// The same for the operator of the machine, who needs no account.
    public func operations() async throws -> Operations {
        let projections = try await runner.status().map {
            Operations.Follower(
                name: $0.name, version: $0.version, jurisdiction: $0.jurisdiction, position: $0.position, lag: $0.lag,
                updatedAt: $0.updatedAt, error: $0.error, errorPosition: $0.errorPosition, errorType: $0.errorType)
        }
        let differences = try await runner.comparisons().filter { $0.differences > 0 }.map {
            Operations.Difference(
                name: $0.projection, jurisdiction: $0.jurisdiction, rows: $0.differences, checkedAt: $0.checkedAt)
        }
        let publishing = try await ledger.problems()
        return try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
            let heads = try EventReader.heads(on: session)
            let processes = try session.query(
                """
                select projection, version, jurisdiction, position, updated_at, error, error_position, (
                    select type from log.event e
                    where e.jurisdiction = c.jurisdiction and e.position = c.error_position)
                from read.checkpoint c where projection like 'process.%' order by projection, jurisdiction
                """
            ).map { row in
                let (jurisdiction, position) = (try row.get(2, as: String.self), try row.get(3, as: Int64.self))
                return Operations.Follower(
                    name: String(try row.get(0, as: String.self).dropFirst("process.".count)),
                    version: Int(try row.get(1, as: Int32.self)), jurisdiction: jurisdiction, position: position,
                    lag: (heads[jurisdiction] ?? -1) - position, updatedAt: try row.get(4),
                    error: try row.get(5, as: String?.self), errorPosition: try row.get(6, as: Int64?.self),
                    errorType: try row.get(7, as: String?.self))
            }
            let database = try session.query("select current_setting('server_version')")[0].get(0, as: String.self)
            return Operations(
                heads: heads, projections: projections, processes: processes, differences: differences,
                servers: try WorkShare.members(on: session).count, publishing: publishing, database: database)
        }
    }

    /// A county's access log, newest first. The look is itself written down.
    public func accessLog(
        in slug: String, after cursor: AccessLogPage.Cursor? = nil, limit: Int = 100, for principal: Principal
    ) async throws -> AccessLogPage {
        try check(principal, .viewAccessLog, Resource(jurisdiction: slug))
        try await access.log(AccessEntry(principal, .viewAccessLog, jurisdiction: slug, at: now()))
        return try await access.readAccessLog(slug, after: cursor, limit: limit)
    }
}
