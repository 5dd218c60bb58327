import Access
import Casework
import CountySupport
import EventLog
import EventModel
import Foundation
import ReadModels
import Testing

@testable import Application

/// The worklist of the past comes from scratch tables; here it is compared with a fold that knows no database.
@Suite("The worklist as it stood", .timeLimit(.minutes(15)))
struct PastWorklistTests {
    @Test("At any position and time, by either clock, it is what a fresh replay gives")
    func freshReplay() async throws {
        try await TestCounty.run { county in
            try await county.throughline.loadDemonstration(
                into: InventedHistory(pool: county.site.pool), processes: county.site.processes, progress: { _ in })
            let slug = try #require(DemonstrationCast.standard.counties.first?.slug)
            let info = try #require(
                try await county.throughline.jurisdictions(of: .commandLine).first { $0.slug == slug })
            let history = try await county.reader.read(slug, limit: 1_000_000)
            let (first, last) = (try #require(history.first), try #require(history.last))
            var random = SeededRandom(seed: 41)

            func check(_ moment: HistoryMoment, _ clock: HistoryClock) async throws {
                let found = try await county.throughline.countyWorklist(
                    in: slug, at: moment, by: clock, for: .commandLine)
                #expect(try replayed(history, moment, clock, info.zone) == found, "\(moment) by \(clock)")
            }
            for _ in 0..<4 {
                try await check(.position(.random(in: 0...last.position, using: &random)), .recorded)
                let span = first.recordedAt.timeIntervalSince1970...last.recordedAt.timeIntervalSince1970
                let time = Date(timeIntervalSince1970: .random(in: span, using: &random))
                try await check(.time(time), .recorded)
                try await check(.time(time), .occurred)
            }
            try await check(.latest, .recorded)
            try await check(.latest, .occurred)
            try await check(.position(-1), .recorded)
        }
    }

    @Test("An office's worklist of the past shows what was open then, with the counts of that day")
    func office() async throws {
        try await TestCounty.run { county in
            let offered = try await county.offered()
            try await county.take(.acknowledge, on: offered.id)
            try await county.take(.decline, on: offered.id) { $0.code = "no-capacity" }
            let head = try await county.head()
            #expect(await county.throughline.catchUp(TestCounty.slug, to: head))
            let then = try await county.throughline.worklist(
                WorklistFilter(), in: TestCounty.slug, at: .position(offered.position),
                for: county.principal(.prosecutor))
            #expect(then.items.map(\.row.status) == [.offered])
            #expect(then.counts.open == 1)
            #expect(then.position == offered.position)
            await #expect(throws: Failure.self) {
                try await county.throughline.countyWorklist(
                    in: TestCounty.slug, at: .latest, by: .recorded, for: county.principal(.prosecutor))
            }
        }
    }

    private func replayed(
        _ history: [RecordedEvent], _ moment: HistoryMoment, _ clock: HistoryClock, _ zone: TimeZone
    ) throws -> [WorklistProjection.Row] {
        var referrals: [String: [RecordedEvent]] = [:]
        for event in history where WorklistProjection.types.contains(event.type) {
            if let key = try WorklistProjection.key(for: event) { referrals[key, default: []].append(event) }
        }
        return try referrals.sorted { $0.key < $1.key }.compactMap { _, events in
            var row: WorklistProjection.Row?
            for event in try HistoryView(of: events, at: moment, by: clock, zone: zone).events {
                try WorklistProjection.evolve(&row, with: event)
            }
            return row
        }
    }
}
