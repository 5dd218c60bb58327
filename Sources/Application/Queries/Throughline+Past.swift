public import Access
import EventLog
import EventModel
import Foundation
import Postgres
public import ReadModels

extension Throughline {
    /// Every referral of a county as it stood at a moment, by key; for auditors and the command line.
    public func countyWorklist(
        in slug: String, at moment: HistoryMoment, by clock: HistoryClock, for principal: Principal
    ) async throws -> [WorklistProjection.Row] {
        try check(principal, .viewAudit, Resource(jurisdiction: slug))
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let latest = PastWorklist(events: .upTo(.max), position: .max)
        let past = try await pastEvents(in: slug, at: moment, by: clock, zone: jurisdiction.zone) ?? latest
        return try await runner.past(WorklistProjection.name, in: slug, from: past.events) { table, session in
            try session.rows(
                WorklistProjection.self,
                "select to_jsonb(t) from \(raw: table) t where jurisdiction = \(slug) order by key")
        }
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
