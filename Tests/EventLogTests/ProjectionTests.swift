@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing
import TestSupport

@Suite("Projections", .timeLimit(.minutes(2)))
struct ProjectionTests {
    @Test("Events become rows, in batches of any size, with every kind of column", arguments: [1, 2, 1000])
    func rows(batchSize: Int) async throws {
        let log = try await LogDatabase.withReadModels()
        let (a, b, c) = (UUID(), UUID(), UUID())
        try await log.appending { appender in
            _ = try await appender.append(
                .things(.thing(a), .thing(b, #"{"place":"there"}"#), .thing(c), .thing(a, type: "thing.painted")))
            _ = try await appender.append(
                .things(.thing(a, #"{"place":"a \"b\""}"#, type: "thing.moved"), .thing(c, "{}", type: "thing.gone")))
            _ = try await appender.append(.things(.thing(c), in: "us-or-lane"))
        }
        let runner = log.runner(batchSize: batchSize)
        try await runner.catchUp("us-wa-king")
        let expected = [
            """
            {"key": "\(a.text)", "place": "a \\"b\\"", "places": ["here", "a \\"b\\""], "is_here": false, \
            "last_at": "2026-10-29T20:53:20.123457+00:00", "seen_on": null, "thing_id": "\(a.text)", "move_count": 1}
            """,
            """
            {"key": "\(b.text)", "place": "there", "places": ["there"], "is_here": false, \
            "last_at": "2026-10-29T20:53:20.123457+00:00", "seen_on": null, "thing_id": "\(b.text)", "move_count": 0}
            """,
        ]
        #expect(try await log.rows("tally_v1") == (a.text < b.text ? expected : expected.reversed()))
        #expect(try await log.rows("tally_v1", "us-or-lane") == [])
        #expect(
            try await log.rows("fragile_v1") == [
                #"{"key": "thing.made", "count": 3}"#, #"{"key": "thing.moved", "count": 1}"#,
            ])
        #expect(try await log.checkpoints() == ["tally": 5, "fragile": 5])
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints() == ["tally": 5, "fragile": 5])
        try await runner.catchUp("us-or-lane")
        #expect(try await log.rows("tally_v1", "us-or-lane").count == 1)
    }

    @Test("Rows and checkpoint are one transaction: what fails after the rows leaves neither")
    func oneTransaction() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { _ = try await $0.append(.things(.thing(UUID()))) }
        try await log.asAdmin { session in
            try session.execute(
                script: """
                    create function public.fail() returns trigger language plpgsql as
                    $$ begin if new.position >= 0 then raise exception 'no'; end if; return new; end $$;
                    create trigger fail before update on read.checkpoint for each row execute function public.fail()
                    """)
        }
        await #expect(throws: PostgresError.self) { try await log.runner().catchUp("us-wa-king") }
        #expect(try await log.rows("tally_v1") == [])
        #expect(try await log.checkpoints().values.allSatisfy { $0 == -1 })
        try await log.asAdmin { try $0.execute(script: "drop trigger fail on read.checkpoint") }
        try await log.runner().catchUp("us-wa-king")
        #expect(try await log.rows("tally_v1").count == 1)
    }

    @Test("A poisoned event stops one projection just before it, and the others go on")
    func poison() async throws {
        let log = try await LogDatabase.withReadModels()
        let ids = (0..<20).map { _ in UUID() }
        try await log.appending { appender in
            for (index, id) in ids.enumerated() {
                _ = try await appender.append(.things(.thing(id, #"{"place":"\#(index == 13 ? "poison" : "here")"}"#)))
            }
        }
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints() == ["tally": 19, "fragile": 12])
        #expect(try await log.rows("tally_v1").count == 20)
        #expect(try await log.rows("fragile_v1") == [#"{"key": "thing.made", "count": 13}"#])
        let status = try await runner.status()
        #expect(status.map(\.name) == ["tally", "fragile"])
        #expect(status.map(\.lag) == [0, 7])
        #expect(status.map(\.errorPosition) == [nil, 13])
        #expect(status.map(\.errorType) == [nil, "thing.made"])
        #expect(status[1].error == "Poisoned()")
        // It does not try again at once, and nobody waits for it.
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints() == ["tally": 19, "fragile": 12])
        #expect(await runner.waitFor("us-wa-king", position: 19, timeout: .seconds(60)))
    }

    @Test("A fixed build goes on from the event that stopped the old one")
    func fixedBuild() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            for place in ["here", "poison", "there"] {
                _ = try await appender.append(.things(.thing(UUID(), #"{"place":"\#(place)"}"#)))
            }
            let old = log.runner()
            try await old.catchUp("us-wa-king")
            #expect(try await log.checkpoints() == ["tally": 2, "fragile": 0])
            // The log and the other projection go on meanwhile.
            _ = try await appender.append(.things(.thing(UUID())))
            try await old.catchUp("us-wa-king")
            #expect(try await log.checkpoints() == ["tally": 3, "fragile": 0])
            let fixed = log.runner([AnyProjection(Tally.self), AnyProjection(Fixed.self)])
            try await fixed.catchUp("us-wa-king")
            #expect(try await log.checkpoints() == ["tally": 3, "fragile": 3])
            #expect(try await fixed.status().allSatisfy { $0.error == nil })
            #expect(try await log.rows("fragile_v1") == [#"{"key": "thing.made", "count": 4}"#])
        }
    }

    @Test("A stopped projection looks again by itself, and goes on when the obstacle is gone")
    func looksAgain() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            _ = try await appender.append(.things(.thing(UUID()), .thing(UUID(), #"{"place":"forbidden"}"#)))
            let follower = LogFollower(configuration: log.app, signal: appender.signal, logger: .quiet)
            let pace = RetryPace(first: .milliseconds(50), longest: .milliseconds(100))
            let runner = log.runner(follower: follower, pace: pace)
            try await runner.catchUp("us-wa-king")
            #expect(try await runner.status().map(\.errorPosition) == [1, nil])
            let work = [Task { await follower.run() }, Task { await runner.run() }]
            try await log.asAdmin { session in
                try session.execute(script: "alter table read.tally_v1 drop constraint tally_v1_place_check")
            }
            while try await log.checkpoints()["tally"] != 1 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await runner.status().allSatisfy { $0.error == nil })
            for task in work { task.cancel() }
            for task in work { await task.value }
        }
    }

    @Test("Each failure at the same event doubles the wait, up to a limit; another event starts anew")
    func pace() {
        let pace = RetryPace(first: .seconds(5), longest: .seconds(15))
        let now = ContinuousClock.now
        func wait(_ stop: Stop) -> Int { (0...100).first { stop.isDue(at: now + .seconds($0)) } ?? -1 }
        let first = Stop(at: 7, after: nil, pace: pace, now: now)
        let second = Stop(at: 7, after: first, pace: pace, now: now)
        let third = Stop(at: 7, after: second, pace: pace, now: now)
        #expect([first, second, third].map(wait) == [5, 10, 15])
        #expect(wait(Stop(at: 8, after: third, pace: pace, now: now)) == 5)
    }

    @Test("A row that the table refuses stops its projection alone")
    func refusedRow() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            _ = try await appender.append(
                .things(.thing(UUID()), .thing(UUID(), #"{"place":"forbidden"}"#), .thing(UUID())))
        }
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints() == ["tally": 0, "fragile": 2])
        let tally = try await runner.status().first { $0.name == "tally" }
        #expect(tally?.errorPosition == 1)
        #expect(tally?.error?.contains("tally_v1_place_check") == true)
    }

    @Test("A stopped projection is tried again by a new process and when it is rebuilt")
    func triedAgain() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            _ = try await appender.append(.things(.thing(UUID()), .thing(UUID(), #"{"place":"forbidden"}"#)))
        }
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        try await log.asAdmin { session in
            try session.execute(script: "alter table read.tally_v1 drop constraint tally_v1_place_check")
        }
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints()["tally"] == 0)
        try await log.runner().catchUp("us-wa-king")
        #expect(try await log.checkpoints()["tally"] == 1)
        #expect(try await runner.status().allSatisfy { $0.error == nil })
        try await runner.rebuild("tally")
        try await log.appending { _ = try await $0.append(.things(.thing(UUID()))) }
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints()["tally"] == 2)
    }

    @Test("Projections that stand apart meet and go on together")
    func meet() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            for _ in 0..<10 { _ = try await appender.append(.things(.thing(UUID()))) }
        }
        let alone = ProjectionRunner(
            pool: log.pool, projections: [AnyProjection(Tally.self)], batchSize: 4, logger: .quiet)
        try await alone.catchUp("us-wa-king")
        try await log.appending { appender in
            for _ in 0..<10 { _ = try await appender.append(.things(.thing(UUID()))) }
        }
        let runner = log.runner(batchSize: 7)
        let batch = ProjectionBatch(jurisdiction: "us-wa-king", projections: runner.projections, limit: 1000) {
            try runner.table(of: $0, on: $1)
        }
        let step = try await log.pool.transaction { try batch.run(on: $0) }
        #expect(step.positions == ["tally": 9, "fragile": 9])
        #expect(!step.isLevel)
        try await runner.catchUp("us-wa-king")
        #expect(try await log.checkpoints() == ["tally": 19, "fragile": 19])
        #expect(try await log.rows("tally_v1").count == 20)
        #expect(try await log.rows("fragile_v1") == [#"{"key": "thing.made", "count": 20}"#])
    }

    @Test("Two servers that run the same projections count each event once")
    func twoServers() async throws {
        let log = try await LogDatabase.withReadModels()
        let runners = [log.runner(batchSize: 3), log.runner(batchSize: 5)]
        try await log.appending { appender in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for runner in runners {
                    group.addTask {
                        while try await log.reader.head("us-wa-king") < 199 { try await runner.catchUp("us-wa-king") }
                        try await runner.catchUp("us-wa-king")
                    }
                }
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<50 { _ = try await appender.append(.things(.thing(UUID()))) }
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(try await log.rows("fragile_v1") == [#"{"key": "thing.made", "count": 200}"#])
        #expect(try await log.rows("tally_v1").count == 200)
    }

    @Test("Who waits for a position sees the rows of it")
    func readYourWrites() async throws {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            _ = try await appender.append(.things(.thing(UUID())))
            let follower = LogFollower(
                configuration: log.app, signal: appender.signal, pollInterval: .milliseconds(50), logger: .quiet)
            let runner = log.runner(follower: follower)
            #expect(await runner.waitFor("us-wa-king", position: 0, timeout: .zero) == false)
            let work = [Task { await follower.run() }, Task { await runner.run() }]
            for count in 1...20 {
                guard case .appended(_, let last) = try await appender.append(.things(.thing(UUID()))) else {
                    Issue.record("not appended")
                    return
                }
                #expect(await runner.waitFor("us-wa-king", position: last, of: ["tally"], timeout: .seconds(60)))
                #expect(try await log.rows("tally_v1").count == count + 1)
            }
            for task in work { task.cancel() }
            for task in work { await task.value }
        }
    }

    @Test("A projection without its table stops with a reason")
    func noTable() async throws {
        let log = try await LogDatabase()
        try await log.appending { _ = try await $0.append(.things(.thing(UUID()))) }
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        #expect(try await runner.status().allSatisfy { $0.error?.contains("is missing") == true })
    }
}
