public import Access
public import Casework
import EventLog
import EventModel
public import Foundation
import Postgres
public import ReadModels
import Vault

/// What a list of cases is narrowed to.
public struct CaseFilter: Sendable, Hashable {
    /// A person's name.
    public var query: String?
    public var participant: UUID?
    /// Only those that are declined, or disposed of, or neither.
    public var state: State?

    public enum State: String, Sendable, CaseIterable { case open, declined, disposed }

    public init() {}
}

/// One line of a list of cases.
public struct CaseListItem: Sendable {
    public var row: CasesProjection.Row
    /// Opened for the office whose case it is.
    public var number: String?
    public var names: [PersonName]
}

/// One case with its people, and how it ended for each.
public struct CaseDetail: Sendable {
    public struct Person: Sendable {
        public var id: UUID
        public var name: PersonName
        public var offense: String?
        public var declined: Case.Declined?
        public var dispositions: [Case.DispositionRecorded]
    }

    public var id: UUID
    public var jurisdiction: JurisdictionInfo
    public var number: String?
    public var office: UUID
    public var people: [Person]
    public var version: Int64
    public var position: Int64
}

extension Throughline {
    /// The cases of an office, newest change first.
    public func cases(
        _ filter: CaseFilter, in slug: String, after cursor: String? = nil, limit: Int = 50, for principal: Principal
    ) async throws -> Page<CaseListItem> {
        let office = try ownOffice(principal, .listCases, in: slug)
        let people = try await participants(named: filter.query, in: slug)
        let before = try cursor.map { text throws(Failure) in
            guard let position = Int64(text) else { throw .invalid([InvalidField("cursor", .malformed)]) }
            return position
        }
        let limit = min(max(1, limit), 500)
        let state = filter.state?.rawValue
        let rows = try await pool.run { session in
            try session.rows(
                CasesProjection.self,
                """
                select to_jsonb(t) from read.cases_v1 t
                where jurisdiction = \(slug) and (\(office) is null or office = \(office))
                    and (\(filter.participant) is null or participants @> array[\(filter.participant)]::uuid[])
                    and (\(filter.query) is null or participants && \(people)::uuid[])
                    and (\(state) is null or \(state) = case when declined_on is not null then 'declined'
                        when disposition is not null then 'disposed' else 'open' end)
                    and (\(before) is null or position < \(before))
                order by position desc limit \(limit + 1)
                """)
        }
        let shown = Array(rows.prefix(limit))
        let names = try await names(of: shown.flatMap(\.participants), in: slug)
        let numbers = try await caseNumbers(shown.filter { $0.office == principal.organization }.map(\.key), in: slug)
        return Page(
            items: shown.map { row in
                CaseListItem(
                    row: row, number: numbers[row.key], names: row.participants.map { names[$0] ?? .unknown })
            }, next: rows.count > limit ? shown.last.map { String($0.position) } : nil)
    }

    /// One case. The look is written to the access log.
    public func caseDetail(_ id: UUID, for principal: Principal) async throws -> CaseDetail {
        let slug = try await locate(StreamKind.case, id, for: principal)
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let history = try await reader.stream(StreamID(StreamKind.case, id), in: slug)
        let sealed = Case.state(after: try history.compactMap { try Case.Event($0) })
        guard let office = sealed.office else { throw Failure.notFound }
        do throws(Failure) {
            try check(principal, .viewCase, Resource(jurisdiction: slug, referringOrganization: office))
        } catch { throw Failure.notFound }
        try await access.log(
            AccessEntry(
                principal, .viewCase, jurisdiction: slug, subjectKind: StreamKind.case, subjectID: id, at: now()))
        let isOwn = principal.organization == office
        let subjects = isOwn ? sealed.participants.union([id]) : []
        let keys = try await vault.keys(for: subjects, in: slug, create: false)
        var number: String?
        var offenses: [UUID: String] = [:]
        var state = Case.initialState
        for event in history {
            let opener = keys.opener(event: event.id, type: event.type)
            guard let happened = isOwn ? try Case.Event(event, opener: opener) : try Case.Event(event) else { continue }
            Case.evolve(&state, with: happened)
            if case .opened(let opened) = happened { number = opened.number.text }
            if case .participantJoined(let joined) = happened { offenses[joined.participant] = joined.offenseTitle }
        }
        let names = try await names(of: state.participants, in: slug)
        return CaseDetail(
            id: id, jurisdiction: jurisdiction, number: number, office: office,
            people: state.participants.sorted { $0.text < $1.text }.map { person in
                .init(
                    id: person, name: names[person] ?? .unknown, offense: offenses[person],
                    declined: state.declined[person], dispositions: state.dispositions[person] ?? [])
            }, version: history.last?.streamVersion ?? 0, position: history.last?.position ?? -1)
    }

    /// The office that a list is narrowed to; `nil` for those who may see every office's.
    func ownOffice(_ principal: Principal, _ action: Action, in slug: String) throws(Failure) -> UUID? {
        if Permission.allows(principal, action, on: Resource(jurisdiction: slug, referringOrganization: UUID())) {
            return nil
        }
        try check(principal, action, Resource(jurisdiction: slug, referringOrganization: principal.organization))
        return principal.organization
    }

    private func caseNumbers(_ keys: [String], in slug: String) async throws -> [String: String] {
        let ids = keys.compactMap { UUID(uuidString: $0) }
        guard !ids.isEmpty else { return [:] }
        let keyRing = try await vault.keys(for: Set(ids), in: slug, create: false)
        let events = try await reader.streams(ids.map { StreamID(StreamKind.case, $0) }, in: slug)
        return try events.reduce(into: [:]) { numbers, event in
            guard event.type == Case.Opened.type else { return }
            let opened = try Case.Opened(
                stored: event.payload, version: event.schemaVersion,
                opener: keyRing.opener(event: event.id, type: event.type))
            numbers[event.stream.id.text] = opened.number.text
        }
    }
}
