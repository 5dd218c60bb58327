public import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Postgres
import ReadModels

extension Throughline {
    /// How many referrals a caller's filter finds.
    public func countReferrals(
        _ filter: ReferralFilter, in slug: String, for principal: Principal
    ) async throws -> Int {
        let scope = try ReferralScope(principal, in: slug)
        let people = try await participants(named: filter.query, in: slug)
        let number = filter.query.map { "%\(escapedLike($0.uppercased()))%" }
        return try await pool.run { session in
            try session.query(
                """
                select count(*) from read.referral_v1
                where jurisdiction = \(slug)
                    and (\(scope.office) is null or office = \(scope.office))
                    and (\(scope.partner) is null or (partner = \(scope.partner) and status <> 'drafted'))
                    and (\(filter.status) is null or status = \(filter.status))
                    and (\(filter.program) is null or program = \(filter.program))
                    and (\(filter.participant) is null or participant = \(filter.participant))
                    and (\(filter.organization) is null or office = \(filter.organization)
                        or partner = \(filter.organization))
                    and (\(filter.due) is null or next_due < \(filter.due))
                    and (\(number) is null or number like \(number) or participant = any(\(people)))
                """)[0].get(0)
        }
    }

    /// One change of a referral, for those who watch a page.
    public struct ReferralChange: Sendable, Hashable {
        public var id: UUID
        public var version: Int64
        public var position: Int64
    }

    /// The referrals that changed after a position, among those that the caller may see; ids and versions, no more.
    public func changedReferrals(
        in slug: String, after position: Int64, limit: Int = 100, for principal: Principal
    ) async throws -> [ReferralChange] {
        let scope = try ReferralScope(principal, in: slug)
        return try await pool.run { session in
            try session.query(
                """
                select key, version, position from read.referral_v1
                where jurisdiction = \(slug) and position > \(position)
                    and (\(scope.office) is null or office = \(scope.office))
                    and (\(scope.partner) is null or (partner = \(scope.partner) and status <> 'drafted'))
                order by position limit \(limit)
                """
            ).compactMap { row in
                guard let id = UUID(uuidString: try row.get(0)) else { return nil }
                return ReferralChange(id: id, version: try row.get(1), position: try row.get(2))
            }
        }
    }

    /// How far the list of referrals is, so that a watcher knows where to begin.
    public func listPosition(in slug: String) async throws -> Int64 {
        try await pool.run { try $0.checkpoint(ReferralProjection.self, in: slug) }
    }

    /// The numbers of referrals, for lists that hold ids alone.
    public func referralNumbers(of ids: [UUID], in slug: String) async throws -> [UUID: String] {
        let keys = ids.map(\.text)
        return try await pool.run { session in
            try session.query(
                "select key, number from read.referral_v1 where jurisdiction = \(slug) and key = any(\(keys))"
            ).reduce(into: [:]) { numbers, row in
                if let id = UUID(uuidString: try row.get(0)) { numbers[id] = try row.get(1, as: String?.self) }
            }
        }
    }
}

extension Throughline {
    /// The county whose log has a referral, among those that the caller works in.
    public func county(ofReferral id: UUID, for principal: Principal) async throws -> String {
        try await locate(StreamKind.referral, id, for: principal)
    }
}

extension Throughline {
    /// The time zone of a referral's county.
    public func zone(ofReferral id: UUID, for principal: Principal) async throws -> TimeZone {
        try await directory.zone(of: try await locate(StreamKind.referral, id, for: principal))
    }
}

extension Throughline {
    /// The county whose log has a program, among those that the caller works in.
    public func county(ofProgram id: UUID, for principal: Principal) async throws -> String {
        try await locate(StreamKind.program, id, for: principal)
    }
}

extension Throughline {
    /// Refuses what a page as a whole is not for, before anything is read for it.
    public func require(_ action: Action, on resource: Resource, for principal: Principal) throws(Failure) {
        try check(principal, action, resource)
    }

    /// What changed after a position, once the lists show all that the log has by now.
    public func news(in slug: String, after position: Int64, for principal: Principal) async throws -> [ReferralChange]
    {
        _ = await catchUp(slug, to: try await reader.head(slug))
        return try await changedReferrals(in: slug, after: position, for: principal)
    }
}

extension Throughline {
    /// When each of these referrals last changed.
    public func lastChanges(of ids: [UUID], in slug: String) async throws -> [UUID: Date] {
        try await pool.run { session in
            try session.query(
                """
                select r.key, e.recorded_at from read.referral_v1 r
                join log.event e on e.jurisdiction = r.jurisdiction and e.position = r.position
                where r.jurisdiction = \(slug) and r.key = any(\(ids.map(\.text)))
                """
            ).reduce(into: [:]) { known, row in
                if let id = UUID(uuidString: try row.get(0)) { known[id] = try row.get(1, as: Date.self) }
            }
        }
    }
}
