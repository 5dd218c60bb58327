import Casework
import EventModel
import Foundation
import Testing

@testable import Application

@Suite("Demonstration", .timeLimit(.minutes(3)))
struct SimulationTests {
    /// A Wednesday, a Saturday and a holiday, in different seasons.
    private static let moments = ["2026-02-11T15:00:00Z", "2026-06-20T03:30:00Z", "2026-12-25T18:00:00Z"]
    /// A Saturday, a Sunday, a holiday Monday before work and one after, and a Monday morning before the doors open.
    private static let daysOff = [
        "2026-11-28T17:00:00Z", "2026-11-29T18:00:00Z", "2026-05-25T09:00:00Z", "2026-09-07T22:00:00Z",
        "2026-11-30T08:00:00Z",
    ]

    @Test("The same seed and the same now give the same history", arguments: moments)
    func deterministic(now: String) throws {
        let now = try Date(now, strategy: .iso8601)
        #expect(history(county: 0, seed: 7, now: now) == history(county: 0, seed: 7, now: now))
    }

    @Test("Another seed gives another history, with the same programs")
    func otherSeed() throws {
        let now = try Date(Self.moments[0], strategy: .iso8601)
        let (one, other) = (history(county: 0, seed: 7, now: now), history(county: 0, seed: 8, now: now))
        #expect(one != other)
        let isProgram = { (moment: Moment) in moment.payload.base is Program.Registered }
        #expect(one.filter(isProgram) == other.filter(isProgram))
        // What differs is what happened, not only when.
        #expect(one.map(\.payload) != other.map(\.payload))
    }

    @Test("Another now moves the history with it, and nothing happens in the future", arguments: moments)
    func noFuture(now: String) throws {
        let now = try Date(now, strategy: .iso8601)
        let recorded = history(county: 1, seed: 7, now: now).map(\.recordedAt)
        #expect(recorded == recorded.sorted())
        #expect(try #require(recorded.last) <= now)
        #expect(try #require(recorded.last) > now.addingTimeInterval(-4 * 86_400))
        #expect(try #require(recorded.first) < now.addingTimeInterval(-700 * 86_400))
    }

    @Test(
        "Each county holds every kind of state that the demonstration promises",
        arguments: [(county: 0, referrals: 225, seed: 2026), (county: 1, referrals: 135, seed: 2027)], moments)
    func everyState(_ size: (county: Int, referrals: Int, seed: UInt64), now: String) throws {
        let now = try Date(now, strategy: .iso8601)
        let history = simulation(county: size.county, referrals: size.referrals, seed: size.seed, now: now).history
        var referrals: [UUID: Referral.State] = [:]
        var clocks: [UUID: Clock.State] = [:]
        var types: Set<String> = []
        for happening in history {
            let stored = try recorded(happening)
            types.insert(stored.type)
            if let event = try Referral.Event(stored) {
                Referral.evolve(&referrals[stored.stream.id, default: Referral.initialState], with: event)
            } else if let event = try Clock.Event(stored) {
                Clock.evolve(&clocks[stored.stream.id, default: Clock.State()], with: event, at: stored.occurredAt)
            }
        }
        let promised = Set(Referral.Status.allCases).subtracting([.none, .takenOver])
        let held = Set(referrals.values.map(\.status))
        #expect(promised.subtracting(held).isEmpty, "missing: \(promised.subtracting(held))")
        // Late now, on both sides, and late once.
        let late = clocks.values.flatMap(\.deadlines).filter { $0.missedAt != nil }
        #expect(late.contains { $0.isOpen && $0.clock == .acknowledge })
        #expect(late.contains { !$0.isOpen })
        #expect(Set(late.map(\.clock.owner)) == [.office, .partner])
        // Steps that leave no status of their own behind.
        let steps: Set<String> = [
            "referral.corrected", "referral.reopened", "referral.information_supplied", "case.disposition_recorded",
            "clock.paused", "clock.escalated", "program.place_released",
        ]
        #expect(types.isSuperset(of: steps), "missing: \(steps.subtracting(types))")
        #expect(referrals.values.contains { $0.following != nil })
    }

    @Test(
        "The first office always has a draft and a new offer to the first program, also over a weekend or a holiday",
        arguments: [(county: 0, referrals: 225, seed: 2026), (county: 1, referrals: 135, seed: 2027)],
        moments + daysOff)
    func freshWork(_ size: (county: Int, referrals: Int, seed: UInt64), now: String) throws {
        let now = try Date(now, strategy: .iso8601)
        let cast = DemonstrationCast.standard
        let slug = cast.counties[size.county].slug
        let office = try #require(cast.offices.first { $0.counties.contains(slug) && $0.kind == .prosecutor })
        let program = try #require(cast.services.first { $0.county == slug })
        var referrals: [UUID: Referral.State] = [:]
        for happening in simulation(county: size.county, referrals: size.referrals, seed: size.seed, now: now).history {
            guard let event = try Referral.Event(recorded(happening)) else { continue }
            Referral.evolve(&referrals[happening.stream.id, default: Referral.initialState], with: event)
        }
        let between = referrals.values.filter { $0.office == office.id && $0.program == program.id }.map(\.status)
        #expect(between.contains(.drafted))
        #expect(between.contains(.offered))
    }

    /// One happening with everything that the log will keep of it.
    private struct Moment: Equatable {
        var id: UUID
        var stream: StreamID
        var payload: AnyHashable
        var occurred: Occurrence
        var recordedAt: Date
        var actor: UUID?
        var command: UUID
    }

    private func history(county: Int, seed: UInt64, now: Date) -> [Moment] {
        simulation(county: county, referrals: 60, seed: seed, now: now).history.map {
            Moment(
                id: $0.id, stream: $0.stream, payload: AnyHashable($0.payload), occurred: $0.occurred,
                recordedAt: $0.recordedAt, actor: $0.actor?.id, command: $0.command)
        }
    }

    private func simulation(county: Int, referrals: Int, seed: UInt64, now: Date) -> Simulation {
        let cast = DemonstrationCast.standard
        let county = cast.counties[county]
        let zone = TimeZone(identifier: county.zone) ?? .gmt
        let year = Day(now, in: .gmt).year
        let calendar = BusinessCalendar(
            zone: zone, rules: .init(holidays: BusinessCalendar.Rules.federalHolidays(year - 2...year + 2)))
        return Simulation(cast, county: county, calendar: calendar, referrals: referrals, seed: seed, now: now)
    }

    /// A happening as the log would give it back, sealed by a stand-in.
    private func recorded(_ happening: Simulation.Happening) throws -> RecordedEvent {
        let payload = type(of: happening.payload)
        return RecordedEvent(
            jurisdiction: "us-zz-test", position: 0, stream: happening.stream, streamVersion: 1, id: happening.id,
            type: payload.type, schemaVersion: payload.version, occurredAt: happening.occurred.instant(in: .gmt),
            recordedAt: happening.recordedAt, commandID: happening.command, correlationID: happening.command,
            payload: try happening.payload.stored(sealer: { text, _ in SealedText(key: happening.id, box: text) }))
    }
}
