import Casework
import EventModel
import Foundation
import ReadModels
import Testing

@Suite("The time machine")
struct TimeMachineTests {
    /// A session held on Tuesday and written down on Thursday; on Friday its attendance is set right.
    private static func lateSession() throws -> (history: History, session: UUID) {
        var history = try History.accepted()
        try history.record(.serviceBegan(.init(on: History.day(1))), at: History.time(1, 15), by: history.partner)
        let session = try history.record(
            .sessionRecorded(.init(on: History.day(8), attendance: .didNotCome, whoCouldNot: .unknown)),
            at: History.time(10, 9), happened: .day(History.day(8)), by: history.partner)
        try history.record(
            .corrected(
                .init(field: .attendance, event: session, was: "did-not-come", now: "came", why: "The sign-in sheet")),
            at: History.time(11, 9), by: history.partner)
        return (history, session)
    }

    private func snapshot(_ history: History, _ moment: HistoryMoment, _ clock: HistoryClock) throws -> ReferralSnapshot
    {
        try ReferralSnapshot(HistoryView(of: history.events, at: moment, by: clock, zone: History.zone))
    }

    @Test("What was written down later is not on record yet, but was true")
    func twoClocks() throws {
        let (history, _) = try Self.lateSession()
        let wednesday = HistoryMoment.time(History.time(9, 12))
        #expect(try snapshot(history, wednesday, .recorded).state.sessions == 0)
        #expect(try snapshot(history, wednesday, .occurred).state.sessions == 1)
    }

    @Test("A correction was true since the event that it sets right")
    func corrections() throws {
        let (history, _) = try Self.lateSession()
        let wednesday = HistoryMoment.time(History.time(9, 12))
        let thursday = HistoryMoment.time(History.time(10, 12))
        #expect(try snapshot(history, wednesday, .occurred).state.sessionsAttended == 1)
        #expect(try snapshot(history, thursday, .recorded).state.sessionsAttended == 0)
        #expect(try snapshot(history, .latest, .recorded).state.sessionsAttended == 1)
    }

    @Test("A position shows that event and none after it")
    func positions() throws {
        let history = try History.accepted()
        #expect(try snapshot(history, .position(0), .recorded).state.status == .drafted)
        #expect(try snapshot(history, .position(1), .recorded).state.status == .offered)
        #expect(try snapshot(history, .position(-1), .recorded).state.status == .none)
    }

    @Test("A date without a time does not run ahead of what happened earlier that day")
    func dateOnly() throws {
        var history = try History.accepted()
        // Accepted on day 1 at 11:00; the service began on the same date and was written down the next day.
        try history.record(
            .serviceBegan(.init(on: History.day(1))), at: History.time(2, 9), happened: .day(History.day(1)),
            by: history.partner)
        #expect(try snapshot(history, .latest, .occurred).state.status == .inProgress)
        let evening = HistoryMoment.time(History.time(1, 20))
        #expect(try snapshot(history, evening, .occurred).state.status == .accepted)
    }

    @Test("Every moment equals a fold of the events until then")
    func foldOfPrefix() throws {
        let (history, _) = try Self.lateSession()
        for event in history.events {
            var expected = ReferralSnapshot()
            for earlier in history.events where earlier.position <= event.position { try expected.fold(earlier) }
            #expect(try snapshot(history, .position(event.position), .recorded) == expected)
        }
    }

    @Test("A comparison names each field that differs and the events that changed it")
    func comparison() throws {
        let (history, _) = try Self.lateSession()
        let then = try HistoryView(
            of: history.events, at: .time(History.time(0, 12)), by: .recorded, zone: History.zone)
        let now = try HistoryView(of: history.events, at: .latest, by: .recorded, zone: History.zone)
        let lines = Dictionary(
            uniqueKeysWithValues: try Comparison(from: then, to: now).changed.map { ($0.field, $0) })
        let accepted = history.events.first { $0.type == Referral.Accepted.type }
        let began = history.events.first { $0.type == Referral.ServiceBegan.type }
        #expect(lines["status"]?.then == "acknowledged")
        #expect(lines["status"]?.now == "in-progress")
        #expect(lines["status"]?.changedBy == [accepted?.position, began?.position].compactMap { $0 })
        #expect(lines["program"] == nil)
    }

    @Test("Two equal moments do not differ")
    func noDifference() throws {
        let view = try HistoryView(of: History.accepted().events, at: .latest, by: .recorded, zone: History.zone)
        #expect(try Comparison(from: view, to: view).changed.isEmpty)
    }
}
