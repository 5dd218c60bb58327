@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing

@Suite("Scheduled comparisons of read models with their rebuilds", .timeLimit(.minutes(5)))
struct ProjectionChecksTests {
    private static let zone = TimeZone(identifier: "America/Chicago") ?? .gmt

    private static func moment(_ text: String) throws -> Date { try #require(Timestamp.date(text)) }

    @Test("Short intervals are kept as they are, and the first comparisons are spread over one of them")
    func short() throws {
        let schedule = CheckSchedule(interval: .seconds(3600), zone: Self.zone)
        let start = try Self.moment("2026-11-30T12:00:00Z")
        #expect(schedule.due(after: start, since: start, name: "a") == start.addingTimeInterval(3600))
        let first = (0..<100).map { schedule.due(after: nil, since: start, name: "model \($0)") }
        #expect(first.allSatisfy { (start..<start.addingTimeInterval(3600)).contains($0) })
        #expect(Set(first).count == 100)
        #expect(first == (0..<100).map { schedule.due(after: nil, since: start, name: "model \($0)") })
    }

    @Test("A daily comparison waits for the night, every night, at one moment of its own")
    func daily() throws {
        let schedule = CheckSchedule(interval: .seconds(86_400), zone: Self.zone)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Self.zone
        for hour in 0..<24 {
            let start = try Self.moment("2026-11-30T00:10:00Z").addingTimeInterval(Double(hour) * 3600)
            var last = schedule.due(after: nil, since: start, name: "worklist us-il-cook")
            #expect(last >= start)
            #expect(last < start.addingTimeInterval(86_400))
            for _ in 0..<5 {
                #expect((1..<5).contains(calendar.component(.hour, from: last)))
                let done = last.addingTimeInterval(90)  // a comparison takes its time
                let next = schedule.due(after: done, since: start, name: "worklist us-il-cook")
                #expect(next == last.addingTimeInterval(86_400))
                last = next
            }
        }
        let others = try (0..<50).map {
            schedule.due(after: nil, since: try Self.moment("2026-11-30T12:00:00Z"), name: "model \($0)")
        }
        #expect(Set(others).count == 50)
    }

    /// Two read models of one jurisdiction, followed to the head.
    private static func followed() async throws -> (LogDatabase, ProjectionRunner) {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            var request = AppendRequest.things()
            request.events = (0..<10).map { _ in .thing(UUID()) }
            _ = try await appender.append(request)
        }
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        return (log, runner)
    }

    @Test("Each read model is compared in its turn, and what differs is kept for the operator")
    func turns() async throws {
        let (log, runner) = try await Self.followed()
        let start = Date.wholeSecond
        let checks = ProjectionChecks(
            runner: runner, schedule: CheckSchedule(interval: .seconds(3600)), start: start)
        #expect(try await runner.comparisons() == [])
        let first = try #require(try await checks.checkNext(at: start.addingTimeInterval(-1)))
        #expect(first > start)
        #expect(try await runner.comparisons() == [])
        let later = start.addingTimeInterval(3600)
        #expect(try await checks.checkNext(at: later) == later)
        #expect(try await runner.comparisons().count == 1)
        #expect(try await checks.checkNext(at: later) == later)
        let clean = try await runner.comparisons()
        #expect(clean.map(\.projection) == ["fragile", "tally"])
        #expect(clean.allSatisfy { $0.differences == 0 && $0.position == 9 && $0.firstKey == nil })
        #expect(try await checks.checkNext(at: later) == later.addingTimeInterval(3600))

        try await log.asAdmin { try $0.execute(script: "update read.tally_v1 set place = 'lost' where place = 'here'") }
        for _ in 0..<2 { _ = try await checks.checkNext(at: later.addingTimeInterval(3600)) }
        let found = try await runner.comparisons()
        #expect(found.map(\.differences) == [0, 10])
        #expect(found[1].firstKey != nil)

        try await runner.rebuild("tally")
        for _ in 0..<2 { _ = try await checks.checkNext(at: later.addingTimeInterval(7200)) }
        #expect(try await runner.comparisons().map(\.differences) == [0, 0])
    }

    @Test("Two servers do not make the same comparison")
    func shared() async throws {
        let (log, runner) = try await Self.followed()
        let start = Date.wholeSecond
        let schedule = CheckSchedule(interval: .seconds(3600))
        let servers = [runner, log.runner()].map { ProjectionChecks(runner: $0, schedule: schedule, start: start) }
        let later = start.addingTimeInterval(3600)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers {
                group.addTask { while try await server.checkNext(at: later) != later.addingTimeInterval(3600) {} }
            }
            try await group.waitForAll()
        }
        let claims = try await log.pool.run { session in
            try session.query("select count(*) from read.comparison where claimed_at = \(later)")[0].get(
                0, as: Int64.self)
        }
        #expect(claims == 2)
        #expect(try await runner.comparisons().count == 2)
    }
}

extension Date {
    /// Now, without what the database would round.
    fileprivate static var wholeSecond: Date {
        Date(timeIntervalSinceReferenceDate: Date().timeIntervalSinceReferenceDate.rounded(.down))
    }
}
