public import Casework
import EventLog
import EventModel
public import Foundation
import Postgres
import ReadModels
import Synchronization

/// A county as the rest of the server needs it.
public struct JurisdictionInfo: Sendable, Hashable {
    public var id: UUID
    public var slug: String
    public var division: String
    public var title: String
    public var zone: TimeZone
    public var calendar: BusinessCalendar
}

/// An organization of the network.
public struct OrganizationInfo: Sendable, Hashable {
    public var id: UUID
    public var name: String
    public var kind: Organization.Kind
    public var jurisdictions: [String]
}

/// Organizations and jurisdictions by id, from their read models.
struct Directory: Sendable {
    let pool: PostgresPool
    private let zones = ZoneCache()

    /// A jurisdiction's zone never changes, so it is asked for once.
    private final class ZoneCache: Sendable {
        let zones = Mutex<[String: TimeZone]>([:])
    }

    init(pool: PostgresPool) { self.pool = pool }

    func zone(of slug: String) async throws -> TimeZone {
        if slug == networkLog { return .gmt }
        if let zone = zones.zones.withLock({ $0[slug] }) { return zone }
        guard let found = try await jurisdiction(slug) else { throw Failure.notFound }
        zones.zones.withLock { $0[slug] = found.zone }
        return found.zone
    }

    func jurisdiction(_ slug: String) async throws -> JurisdictionInfo? {
        try await jurisdictions().first { $0.slug == slug }
    }

    func jurisdictions() async throws -> [JurisdictionInfo] {
        let rows = try await pool.run { session in
            try session.rows(
                JurisdictionsProjection.self,
                "select to_jsonb(t) from read.jurisdictions_v1 t where jurisdiction = \(networkLog) order by slug")
        }
        return rows.compactMap { row in
            guard let id = UUID(uuidString: row.key), let zone = TimeZone(identifier: row.timeZone) else { return nil }
            let rules = row.calendar ?? BusinessCalendar.Rules(holidays: [])
            return JurisdictionInfo(
                id: id, slug: row.slug, division: row.division, title: row.title, zone: zone,
                calendar: BusinessCalendar(zone: zone, rules: rules))
        }
    }

    func organizations() async throws -> [UUID: OrganizationInfo] {
        let rows = try await pool.run { session in
            try session.rows(
                OrganizationsProjection.self,
                "select to_jsonb(t) from read.organizations_v1 t where jurisdiction = \(networkLog)")
        }
        return rows.reduce(into: [:]) { known, row in
            guard let id = UUID(uuidString: row.key) else { return }
            known[id] = OrganizationInfo(id: id, name: row.name, kind: row.kind, jurisdictions: row.jurisdictions)
        }
    }
}
