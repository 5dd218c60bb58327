import Vault
public import Access
public import Casework
import EventLog
public import EventModel
public import Foundation
import Postgres
public import ReadModels

/// What a list of referrals is narrowed to.
public struct ReferralFilter: Sendable, Hashable {
    public var status: String?
    public var program: UUID?
    /// Either side's organization.
    public var organization: UUID?
    public var participant: UUID?
    /// Only those with a deadline before this moment.
    public var due: Date?
    /// A referral number, or a name.
    public var query: String?

    public init() {}
}

/// One line of a list of referrals.
public struct ReferralListItem: Sendable {
    public var row: ReferralProjection.Row
    public var name: PersonName
    public var program: String?
    public var partner: String?
    public var office: String?
}

extension Throughline {
    /// The referrals that a caller may see, newest change first.
    public func referrals(
        _ filter: ReferralFilter, in slug: String, after cursor: String? = nil, limit: Int = 50,
        for principal: Principal
    ) async throws -> Page<ReferralListItem> {
        let scope = try ReferralScope(principal, in: slug)
        let people = try await participants(named: filter.query, in: slug)
        let number = filter.query.map { "%\(escapedLike($0.uppercased()))%" }
        let before = try cursor.map { text throws(Failure) in
            guard let position = Int64(text) else { throw .invalid([InvalidField("cursor", .malformed)]) }
            return position
        }
        let limit = min(max(1, limit), 500)
        let rows = try await pool.run { session in
            try session.rows(
                ReferralProjection.self,
                """
                select to_jsonb(t) from read.referral_v1 t
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
                    and (\(before) is null or position < \(before))
                order by position desc limit \(limit + 1)
                """)
        }
        let shown = Array(rows.prefix(limit))
        let next = rows.count > limit ? shown.last.map { String($0.position) } : nil
        return Page(items: try await listItems(shown, in: slug, for: principal), next: next)
    }

    private func listItems(
        _ rows: [ReferralProjection.Row], in slug: String, for principal: Principal
    ) async throws -> [ReferralListItem] {
        let names = try await names(of: rows.map(\.participant), in: slug)
        let programs = try await programNames(in: slug)
        let organizations = try await directory.organizations()
        return rows.map { row in
            let mayName =
                row.partner != principal.organization || row.share.contains(Referral.SharedField.name.rawValue)
            return ReferralListItem(
                row: row, name: mayName ? names[row.participant] ?? .unknown : .unknown,
                program: row.program.flatMap { programs[$0] } ?? row.sourceProgram,
                partner: row.partner.flatMap { organizations[$0]?.name },
                office: row.office.flatMap { organizations[$0]?.name })
        }
    }

    /// Every referral of a jurisdiction in pages of rows, for an export. Names stay in the vault.
    public func exportReferrals(
        in slug: String, for principal: Principal, _ write: ([ReferralProjection.Row]) throws -> Void
    ) async throws {
        try check(principal, .exportData, Resource(jurisdiction: slug, referringOrganization: principal.organization))
        try await requireMatchingHistory(of: slug)
        var after = ""
        while true {
            let last = after
            let rows = try await pool.run { session in
                try session.rows(
                    ReferralProjection.self,
                    """
                    select to_jsonb(t) from read.referral_v1 t where jurisdiction = \(slug) and key > \(last)
                    order by key limit 1000
                    """)
            }
            guard let end = rows.last else { return }
            try write(rows)
            after = end.key
        }
    }

    /// The log after a position, for those who may read it whole.
    public func events(
        in slug: String, after position: Int64, limit: Int = 100, for principal: Principal
    ) async throws -> [RecordedEvent] {
        try check(principal, .readEvents, Resource(jurisdiction: slug))
        return try await reader.read(slug, after: position, limit: min(max(1, limit), 1000))
    }

    /// The events of one referral as stored, personal fields sealed.
    public func events(ofReferral id: UUID, for principal: Principal) async throws -> [RecordedEvent] {
        let slug = try await locate(StreamKind.referral, id, for: principal)
        return try await open(id, in: slug, for: principal, action: .viewHistory).history
    }

    /// The organizations of a jurisdiction.
    public func organizations(in slug: String) async throws -> [OrganizationInfo] {
        try await directory.organizations().values.filter { $0.jurisdictions.contains(slug) }
            .sorted { $0.name < $1.name }
    }

    /// The jurisdictions that a caller works in.
    public func jurisdictions(of principal: Principal) async throws -> [JurisdictionInfo] {
        let reachable = Set(try await reachable(by: principal))
        return try await directory.jurisdictions().filter { reachable.contains($0.slug) }
    }

    /// One person with their consents.
    public func participant(_ id: UUID, for principal: Principal) async throws -> ParticipantDetail {
        let slug = try await locate(StreamKind.participant, id, for: principal)
        let office = principal.organization
        try check(principal, .viewParticipant, Resource(jurisdiction: slug, referringOrganization: office))
        let person = try await load(Participant.self, StreamKind.participant, id, in: slug)
        try await access.log(
            AccessEntry(
                principal, .viewParticipant, jurisdiction: slug, subjectKind: StreamKind.participant, subjectID: id,
                at: now()))
        let fields = try await vault.people([id], in: slug)[id]?.fields ?? [:]
        return ParticipantDetail(
            id: id, name: PersonName(fields), fields: fields.compactMapValues(\.text), race: person.state.race,
            gender: person.state.gender, consents: person.state.consents, version: person.version)
    }
}

/// One person as the office that registered them sees them.
public struct ParticipantDetail: Sendable {
    public var id: UUID
    public var name: PersonName
    public var fields: [String: String]
    public var race: Participant.Recorded?
    public var gender: Participant.Recorded?
    public var consents: [Consent]
    public var version: Int64
}

extension Throughline {
    /// One organization of the network.
    public func organization(_ id: UUID) async throws -> OrganizationInfo? { try await directory.organizations()[id] }
}
