import Access
import Casework
import EventModel
public import Foundation
import Postgres
public import ReadModels

/// A program with who runs it and how fast they answer.
public struct ProgramInfo: Sendable {
    public var row: CapacityProjection.Row
    public var organization: String
    /// Hours from the offer to the acknowledgement, the mean of the last 90 days; absent without any.
    public var replyHours: Double?

    public var id: UUID? { UUID(uuidString: row.key) }

    /// A count that nobody has confirmed for 14 days.
    public func isStale(at now: Date) -> Bool { now.timeIntervalSince(row.updatedAt) > 14 * 86_400 }
}

extension Throughline {
    func capacityRows(in slug: String) async throws -> [CapacityProjection.Row] {
        try await pool.run { session in
            try session.rows(
                CapacityProjection.self,
                "select to_jsonb(t) from read.capacity_v1 t where jurisdiction = \(slug) order by name, key")
        }
    }

    /// The programs of a jurisdiction with their open places. A query about places carries no personal data.
    public func programs(in slug: String, of organization: UUID? = nil) async throws -> [ProgramInfo] {
        let rows = try await capacityRows(in: slug)
        let organizations = try await directory.organizations()
        let since = now().addingTimeInterval(-90 * 86_400)
        let replies = try await pool.run { session in
            try session.query(
                """
                select partner, avg(extract(epoch from acknowledged_at - offered_at))::float8 / 3600
                from read.timeliness_v1
                where jurisdiction = \(slug) and offered_at >= \(since) and acknowledged_at is not null
                group by partner
                """
            ).reduce(into: [UUID: Double]()) { hours, row in
                hours[try row.get(0, as: UUID.self)] = try row.get(1, as: Double.self)
            }
        }
        return rows.filter { organization == nil || $0.organization == organization }.map { row in
            ProgramInfo(
                row: row, organization: organizations[row.organization]?.name ?? "",
                replyHours: replies[row.organization])
        }
    }

    func waitlistLength(of program: UUID?, in slug: String) async throws -> Int {
        guard let program else { return 0 }
        return try await pool.run { session in
            try session.query(
                """
                select count(*) from read.referral_v1
                where jurisdiction = \(slug) and program = \(program) and status = 'waitlisted'
                """)[0].get(0)
        }
    }

    func hasFinalDisposition(_ participant: UUID, in slug: String) async throws -> Bool {
        try await pool.run { session in
            try session.query(
                """
                select exists (select 1 from read.referral_v1
                    where jurisdiction = \(slug) and participant = \(participant) and disposition is not null)
                """)[0].get(0)
        }
    }
}
