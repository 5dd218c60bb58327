import Foundation
import Postgres
import TestSupport
import Testing

@testable import EventLog

@Suite("Work share", .timeLimit(.minutes(5)))
struct WorkShareTests {
    private static let works = (0..<40).map { "work \($0)" }

    @Test("A server that is alone, or takes no part, does everything")
    func alone() async throws {
        let log = try await LogDatabase()
        let idle = WorkShare(configuration: log.app, logger: .quiet)
        #expect(Self.works.allSatisfy { idle.isOurs($0, in: "us-wa-king") })
        try await withShares(1, on: log) { shares in
            #expect(Self.works.allSatisfy { shares[0].isOurs($0, in: "us-wa-king") })
        }
    }

    @Test("Each piece of work is one server's, everybody has some, and who leaves hands over only its own")
    func shared() async throws {
        let log = try await LogDatabase()
        try await withShares(2, on: log) { shares in
            func owners(_ shares: [WorkShare]) -> [[Int]] {
                Self.works.map { work in shares.indices.filter { shares[$0].isOurs(work, in: "us-wa-king") } }
            }
            let before = owners(shares)
            #expect(before.allSatisfy { $0.count == 1 })
            #expect(Set(before.flatMap(\.self)) == [0, 1])
            try await withShares(1, on: log, after: 2) { third in
                try await until { try await log.pool.run { try WorkShare.members(on: $0).count } == 3 }
                try await until { owners(shares + third).allSatisfy { $0.count == 1 } }
                let during = owners(shares + third)
                #expect(zip(before, during).allSatisfy { $0 == $1 || $1 == [2] }, "only the third one's work moved")
                #expect(during.contains([2]))
            }
            try await until { owners(shares) == before }
        }
        #expect(try await log.pool.run { try WorkShare.members(on: $0) } == [])
    }

    @Test("A server that says nothing any more loses its part when its lease is over, and the log bells ring")
    func expired() async throws {
        let log = try await LogDatabase()
        try await log.pool.run { session in
            _ = try session.query(
                """
                insert into read.server (id, seen_until)
                values (gen_random_uuid(), clock_timestamp() - interval '2 minutes')
                """)
        }
        try await withSilentServer(on: log) { share, _ in
            try await log.pool.run { session in
                _ = try session.query(
                    "update read.server set seen_until = clock_timestamp() where seen_until > now() + interval '30 minutes'"
                )
            }
        }
        let rows = try await log.pool.run { try $0.query("select from read.server").count }
        #expect(rows <= 1, "what was dead for long is cleared away")
    }

    @Test("A server whose connection is gone loses its part at once, however long its lease is")
    func disconnected() async throws {
        let log = try await LogDatabase()
        try await withSilentServer(on: log) { _, connection in await connection.close() }
    }

    /// A server that shares the work with one that is connected and says nothing, until that one loses its part.
    private func withSilentServer(
        on log: LogDatabase, _ lose: (WorkShare, PostgresConnection) async throws -> Void
    ) async throws {
        try await log.appending { _ = try await $0.append(.things(.thing(UUID()))) }
        let silent = UUID()
        let connection = try await PostgresConnection.connect(log.app)
        try await connection.run { session in
            for _ in 0..<2 { try WorkShare.hold(silent, on: session) }
            let held = try session.query(
                "select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
            ).count
            #expect(held == 1)
            _ = try session.query(
                "insert into read.server (id, seen_until) values (\(silent), clock_timestamp() + interval '1 hour')")
        }
        try await withShares(1, on: log, after: 1) { shares in
            var bells = shares[0].changes.subscribe().makeAsyncIterator()
            try await lose(shares[0], connection)
            #expect(await bells.next() == ["us-wa-king"])
            try await until { Self.works.allSatisfy { shares[0].isOurs($0, in: "us-wa-king") } }
        }
        await connection.close()
    }

    @Test("Two servers project each event once between them, and whoever waits sees the other's rows")
    func project() async throws {
        let log = try await LogDatabase.withReadModels()
        let jurisdictions = (0..<6).map { "us-wa-\($0)" }
        try await log.appending { appender in
            try await withShares(2, on: log) { shares in
                var runners: [ProjectionRunner] = []
                var work: [Task<Void, Never>] = []
                for share in shares {
                    let follower = LogFollower(
                        configuration: log.app, signal: appender.signal, pollInterval: .milliseconds(50), logger: .quiet
                    )
                    let runner = log.runner(follower: follower, share: share)
                    runners.append(runner)
                    work.append(Task { await follower.run() })
                    work.append(Task { await runner.run() })
                }
                for jurisdiction in jurisdictions {
                    for position in 0..<10 {
                        _ = try await appender.append(.things(.thing(UUID()), in: jurisdiction))
                        let runner = runners[position % 2]
                        #expect(
                            await runner.waitFor(jurisdiction, position: Int64(position), timeout: .seconds(100)))
                    }
                    #expect(
                        try await log.rows("fragile_v1", jurisdiction) == [#"{"key": "thing.made", "count": 10}"#])
                    #expect(try await log.rows("tally_v1", jurisdiction).count == 10)
                }
                for task in work { task.cancel() }
                for task in work { await task.value }
            }
        }
    }

    /// Runs some servers' shares until all of them see one another.
    private func withShares(
        _ count: Int, on log: LogDatabase, after others: Int = 0, _ body: ([WorkShare]) async throws -> Void
    ) async throws {
        let shares = (0..<count).map { _ in
            WorkShare(configuration: log.app, interval: .milliseconds(50), lease: .seconds(60), logger: .quiet)
        }
        let work = shares.map { share in Task { await share.run() } }
        func leave() async {
            for task in work { task.cancel() }
            for task in work { await task.value }
        }
        do {
            try await until { try await log.pool.run { try WorkShare.members(on: $0).count } == count + others }
            // Each has looked again since the last one came.
            try await until {
                Self.works.allSatisfy { work in
                    shares.filter { $0.isOurs(work, in: "us-wa-king") }.count <= 1
                }
                    && (others == 0
                        || Self.works.contains { work in !shares.contains { $0.isOurs(work, in: "us-wa-king") } })
            }
            try await body(shares)
        } catch {
            await leave()
            throw error
        }
        await leave()
    }

    private func until(_ condition: () async throws -> Bool) async throws {
        while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }
}
