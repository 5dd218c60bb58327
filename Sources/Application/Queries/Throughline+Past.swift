public import Access
import EventLog
import EventModel
public import Foundation
import Postgres
public import ReadModels

/// A worklist as it stood at a moment, and what is different at another.
public struct PastWorklistAnswer: Sendable {
    public var jurisdiction: JurisdictionInfo
    /// What was open then: by who must act next, soonest deadline first.
    public var items: [WorklistItem]
    public var comparison: WorklistComparison?
    /// The people of the list and of the comparison.
    public var names: [UUID: PersonName]
}

extension Throughline {
    /// Every referral of a county as it stood at a moment, by key; for auditors and the command line.
    public func countyWorklist(
        in slug: String, at moment: HistoryMoment, by clock: HistoryClock, for principal: Principal
    ) async throws -> [WorklistProjection.Row] {
        try check(principal, .viewAudit, Resource(jurisdiction: slug))
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let past = try await pastEvents(in: slug, at: moment, by: clock, zone: jurisdiction.zone)
        return try await rows(in: slug, from: past?.events ?? .upTo(.max))
    }

    /// The worklist as it stood, and what is different at another moment: of the caller's office, or of the whole
    /// county for those who audit it. The look itself is written to the access log.
    public func pastWorklist(
        in slug: String, at moment: HistoryMoment, by clock: HistoryClock, comparedWith other: HistoryMoment? = nil,
        for principal: Principal
    ) async throws -> PastWorklistAnswer {
        let office = try pastWorklistOffice(in: slug, for: principal)
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        func rows(_ moment: HistoryMoment) async throws -> [WorklistProjection.Row] {
            let past = try await pastEvents(in: slug, at: moment, by: clock, zone: jurisdiction.zone)
            return try await self.rows(in: slug, of: office, from: past?.events)
        }
        let then = try await rows(moment)
        let comparison = try await other.asyncMap {
            WorklistComparison(from: then, to: try await rows($0), listing: \.isOpen)
        }
        let open = then.filter(\.isOpen).sorted { $0.urgency < $1.urgency }
        let people = Set(open.map(\.participant)).union(
            comparison?.lines.compactMap { ($0.now ?? $0.then)?.participant } ?? [])
        let names = try await names(of: people, in: slug)
        try await access.log(AccessEntry(principal, .viewWorklist, jurisdiction: slug, at: now()))
        return PastWorklistAnswer(
            jurisdiction: jurisdiction,
            items: open.map { WorklistItem(row: $0, name: names[$0.participant] ?? .unknown) },
            comparison: comparison, names: names)
    }

    /// Whose past worklist somebody may look at: their office's, or for those who audit the whole county's, `nil`.
    public func pastWorklistOffice(in slug: String, for principal: Principal) throws -> UUID? {
        let whole = Permission.allows(principal, .viewAudit, on: Resource(jurisdiction: slug))
        let office = whole ? nil : principal.organization
        try check(principal, .viewWorklist, Resource(jurisdiction: slug, referringOrganization: office))
        return office
    }

    /// The last position of a county's log; -1 while it is empty.
    public func lastPosition(of slug: String) async throws -> Int64 { try await reader.head(slug) }

    /// When the event at a position was recorded.
    public func recordedAt(_ position: Int64, in slug: String) async throws -> Date? {
        try await reader.read(slug, after: position - 1, limit: 1).first?.recordedAt
    }

    /// Worklist rows by key: folded from events, or as the live read model has them.
    private func rows(
        in slug: String, of office: UUID? = nil, from events: PastEvents?
    ) async throws -> [WorklistProjection.Row] {
        let read: @Sendable (String, PostgresSession) throws -> [WorklistProjection.Row] = { table, session in
            try session.rows(
                WorklistProjection.self,
                """
                select to_jsonb(t) from \(raw: table) t
                where jurisdiction = \(slug) and (\(office) is null or office = \(office)) order by key
                """)
        }
        guard let events else { return try await pool.run { try read("read.worklist_v1", $0) } }
        return try await runner.past(WorklistProjection.name, in: slug, from: events, read)
    }

    /// The events that a past worklist is folded from, and the last position among them.
    struct PastWorklist: Sendable {
        var events: PastEvents
        var position: Int64
    }

    /// Which events count at a moment; `nil` for the present, which the live rows answer.
    func pastEvents(
        in slug: String, at moment: HistoryMoment, by clock: HistoryClock, zone: TimeZone
    ) async throws -> PastWorklist? {
        switch (moment, clock) {
        case (.latest, .recorded): return nil
        case (.position(let position), _): return PastWorklist(events: .upTo(position), position: position)
        case (.time(let time), .recorded):
            let position = try await reader.position(of: slug, recordedBy: time)
            return PastWorklist(events: .upTo(position), position: position)
        case (.time, .occurred), (.latest, .occurred):
            let time: Date = if case .time(let time) = moment { time } else { .distantFuture }
            let order = try await reader.scan(
                slug, types: WorklistProjection.types, into: EffectiveOrder(zone: zone)
            ) { order, event in try order.add(event) }
            let positions = order.positions(by: time)
            return PastWorklist(events: .ordered(positions), position: positions.max() ?? -1)
        }
    }
}

extension WorklistProjection.Row {
    fileprivate var isOpen: Bool { group != .closed }

    fileprivate var urgency: (Int, Date, String) {
        let order = WorklistProjection.Group.allCases.firstIndex(of: group) ?? 0
        return (order, nextDue ?? .distantFuture, key)
    }
}
