import Vault
public import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Postgres
public import ReadModels

/// What the worklist is narrowed to.
public struct WorklistFilter: Sendable, Hashable {
    /// A referral number, or a name.
    public var query: String?
    public var group: WorklistProjection.Group?
    public var program: UUID?
    public var partner: UUID?
    public var status: String?
    public var lateOnly = false
    public var dueThisWeek = false
    public var sort = Sort.deadline

    public enum Sort: String, Sendable, CaseIterable { case deadline, update, partner }

    public init() {}
}

/// One open referral with its person's name.
public struct WorklistItem: Sendable {
    public var row: WorklistProjection.Row
    public var name: PersonName
}

/// The worklist and the numbers above it.
public struct Worklist: Sendable {
    public struct Counts: Sendable, Hashable {
        public var open = 0
        public var needsOffice = 0
        public var late = 0
        public var dueThisWeek = 0
    }

    public var jurisdiction: JurisdictionInfo
    public var counts: Counts
    public var items: [WorklistItem]
    /// True when there are more than the page shows.
    public var isCut: Bool
    /// The log position that the page shows; for what was true by a time, the last position that counts.
    public var position: Int64
}

extension Throughline {
    /// What an office sent and is still open, soonest deadline first: now, or as it stood at a moment.
    public func worklist(
        _ filter: WorklistFilter, in slug: String, at moment: HistoryMoment = .latest,
        by clock: HistoryClock = .recorded, for principal: Principal, limit: Int = 200
    ) async throws -> Worklist {
        let office = principal.organization
        try check(principal, .viewWorklist, Resource(jurisdiction: slug, referringOrganization: office))
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let people = try await participants(named: filter.query, in: slug)
        let read = worklistQuery(filter, of: office, people: people, in: slug, at: moment, limit: limit)
        let found: FoundWorklist
        if let past = try await pastEvents(in: slug, at: moment, by: clock, zone: jurisdiction.zone) {
            found = try await runner.past(WorklistProjection.name, in: slug, from: past.events) { table, session in
                var found = try read(table, session)
                found.position = past.position
                return found
            }
        } else {
            found = try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) { session in
                var found = try read("read.worklist_v1", session)
                found.position = try session.checkpoint(WorklistProjection.self, in: slug)
                return found
            }
        }
        let rows = found.rows.prefix(limit)
        let names = try await names(of: rows.map(\.participant), in: slug)
        return Worklist(
            jurisdiction: jurisdiction, counts: found.counts,
            items: rows.map { WorklistItem(row: $0, name: names[$0.participant] ?? .unknown) },
            isCut: found.rows.count > limit, position: found.position)
    }

    private struct FoundWorklist: Sendable {
        var rows: [WorklistProjection.Row]
        var counts: Worklist.Counts
        var position: Int64 = -1
    }

    /// The statements of a worklist, for the live table or a past one.
    private func worklistQuery(
        _ filter: WorklistFilter, of office: UUID, people: [UUID], in slug: String, at moment: HistoryMoment, limit: Int
    ) -> @Sendable (_ table: String, PostgresSession) throws -> FoundWorklist {
        let number = filter.query.map { "%\(escapedLike($0.uppercased()))%" }
        let day: Date = if case .time(let time) = moment { time } else { now() }
        let week = day.addingTimeInterval(7 * 86_400)
        let order =
            switch filter.sort {
            case .deadline: "next_due nulls last, key"
            case .update: "last_at desc, key"
            case .partner: "partner, next_due nulls last, key"
            }
        // Named one by one: the index finds these, and would read an office's whole past for "not closed".
        let open = WorklistProjection.Group.allCases.filter { $0 != .closed }.map(\.rawValue)
        return { table, session in
            let rows = try session.rows(
                WorklistProjection.self,
                """
                select to_jsonb(t) from \(raw: table) t
                where jurisdiction = \(slug) and office = \(office) and "group" = any(\(open))
                    and (\(filter.group?.rawValue) is null or "group" = \(filter.group?.rawValue))
                    and (\(filter.program) is null or program = \(filter.program))
                    and (\(filter.partner) is null or partner = \(filter.partner))
                    and (\(filter.status) is null or status = \(filter.status))
                    and (not \(filter.lateOnly) or late)
                    and (not \(filter.dueThisWeek) or next_due < \(week))
                    and (\(number) is null or number like \(number) or participant = any(\(people)))
                order by \(raw: order) limit \(limit + 1)
                """)
            let counted = try session.query(
                """
                select count(*), count(*) filter (where "group" = 'needs-office'), count(*) filter (where late),
                    count(*) filter (where next_due < \(week))
                from \(raw: table) where jurisdiction = \(slug) and office = \(office) and "group" = any(\(open))
                """)[0]
            return FoundWorklist(
                rows: rows,
                counts: Worklist.Counts(
                    open: try counted.get(0), needsOffice: try counted.get(1), late: try counted.get(2),
                    dueThisWeek: try counted.get(3)))
        }
    }

    /// The people whose name fits what somebody typed; found by blind index, so the database never sees the name.
    func participants(named query: String?, in jurisdiction: String) async throws -> [UUID] {
        guard let query, !query.isEmpty else { return [] }
        return try await vault.find(name: query, in: jurisdiction)
    }

    func escapedLike(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "%", with: "\\%")
            .replacingOccurrences(of: "_", with: "\\_")
    }
}
