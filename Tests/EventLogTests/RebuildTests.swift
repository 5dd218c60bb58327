import Dispatch
@testable import EventLog
import EventModel
import Foundation
import Postgres
import Synchronization
import Testing

@Suite("Rebuilding and checking read models", .timeLimit(.minutes(2)))
struct RebuildTests {
    /// Two jurisdictions with things that were made, moved and lost.
    private static func filled() async throws -> LogDatabase {
        let log = try await LogDatabase.withReadModels()
        try await log.appending { appender in
            for jurisdiction in ["us-wa-king", "us-or-lane"] {
                let ids = (0..<30).map { _ in UUID() }
                var request = AppendRequest.things(in: jurisdiction)
                request.events = ids.map { .thing($0) }
                request.events += ids.prefix(20).map { .thing($0, #"{"place":"there"}"#, type: "thing.moved") }
                request.events += ids.prefix(5).map { .thing($0, "{}", type: "thing.gone") }
                _ = try await appender.append(request)
            }
        }
        return log
    }

    @Test("A rebuild makes the rows that following made, and leaves nothing in scratch")
    func equal() async throws {
        let log = try await Self.filled()
        let runner = log.runner(batchSize: 10)
        for jurisdiction in ["us-wa-king", "us-or-lane"] { try await runner.catchUp(jurisdiction) }
        let before = try await log.rows("tally_v1")
        #expect(before.count == 25)
        try await log.asAdmin { session in
            try session.execute(script: "update read.tally_v1 set place = 'lost'; delete from read.fragile_v1")
        }
        let reported = Mutex<[RebuildProgress]>([])
        try await runner.rebuild("tally") { progress in reported.withLock { $0.append(progress) } }
        try await runner.rebuild("fragile", jurisdictions: ["us-wa-king"])
        #expect(try await log.rows("tally_v1") == before)
        #expect(try await log.rows("tally_v1", "us-or-lane").allSatisfy { !$0.contains("lost") })
        #expect(
            try await log.rows("fragile_v1") == [
                #"{"key": "thing.made", "count": 30}"#, #"{"key": "thing.moved", "count": 20}"#,
            ])
        #expect(try await log.rows("fragile_v1", "us-or-lane") == [])
        #expect(try await log.checkpoints() == ["tally": 54, "fragile": 54])
        #expect(Set(reported.withLock { $0 }.map(\.jurisdiction)) == ["us-wa-king", "us-or-lane"])
        #expect(reported.withLock { $0 }.allSatisfy { $0.position == 54 && $0.head == 54 })
        #expect(try await Self.scratch(log) == [])
        await #expect(throws: ProjectionError.self) { try await runner.rebuild("unheard_of") }
    }

    @Test("Several read models are rebuilt together, and each says how far all of them are")
    func together() async throws {
        let log = try await Self.filled()
        let runner = log.runner(batchSize: 10)
        for jurisdiction in ["us-wa-king", "us-or-lane"] { try await runner.catchUp(jurisdiction) }
        let before = (try await log.rows("tally_v1"), try await log.rows("fragile_v1", "us-or-lane"))
        try await log.asAdmin { session in
            try session.execute(script: "update read.tally_v1 set place = 'lost'; delete from read.fragile_v1")
        }
        let reported = Mutex<[RebuildProgress]>([])
        try await runner.rebuild(["tally", "fragile"]) { progress in reported.withLock { $0.append(progress) } }
        #expect(try await log.rows("tally_v1") == before.0)
        #expect(try await log.rows("fragile_v1", "us-or-lane") == before.1)
        let all = reported.withLock { $0 }
        #expect(Set(all.map { "\($0.projection) \($0.jurisdiction)" }).count == 4)
        #expect(all.allSatisfy { $0.total == 220 })
        #expect(Set(all.map(\.done)) == [55, 110, 165, 220])
    }

    @Test("A rebuild that was cut short goes on with what it had not done")
    func resumed() async throws {
        let log = try await Self.filled()
        let runner = log.runner(batchSize: 10)
        for jurisdiction in ["us-wa-king", "us-or-lane"] { try await runner.catchUp(jurisdiction) }
        let before = try await log.rows("tally_v1", "us-or-lane")
        func steps(_ names: [String], resuming: Bool) async throws -> Set<String> {
            let reported = Mutex<Set<String>>([])
            try await runner.rebuild(names, resuming: resuming) { progress in
                _ = reported.withLock { $0.insert("\(progress.projection) \(progress.jurisdiction)") }
            }
            return reported.withLock { $0 }
        }
        #expect(try await steps(["tally", "fragile"], resuming: true) == [])
        // No row may be written in one jurisdiction: the rebuild fails there and ends.
        try await log.asAdmin { session in
            try session.execute(
                script: """
                    alter table read.tally_v1 add constraint blocked check (jurisdiction <> 'us-or-lane') not valid
                    """)
        }
        await #expect(throws: PostgresError.self) { try await runner.rebuild(["tally"]) }
        try await log.asAdmin { session in
            try session.execute(
                script: "alter table read.tally_v1 drop constraint blocked; update read.tally_v1 set place = 'lost'")
        }
        let resumed = try await steps(["tally", "fragile"], resuming: true)
        #expect(resumed.contains("tally us-or-lane"))
        #expect(resumed.isSubset(of: ["tally us-or-lane", "tally us-wa-king"]))
        #expect(try await log.rows("tally_v1", "us-or-lane") == before)
        #expect(try await steps(["tally", "fragile"], resuming: true) == [])
        #expect(try await runner.rebuild(["tally", "fragile"], resuming: true) == [])
        #expect(try await runner.rebuild(["tally", "fragile"]) == ["tally", "fragile"])
    }

    @Test("A rate and a remaining time come from what is done and what is left")
    func pace() {
        func progress(_ done: Int64) -> RebuildProgress {
            RebuildProgress(
                projection: "tally", jurisdiction: "us-wa-king", position: 0, head: 0, done: done, total: 4000)
        }
        #expect(progress(1000).rate(after: .seconds(2)) == 500)
        #expect(progress(1000).remaining(after: .seconds(2)) == .seconds(6))
        #expect(progress(4000).remaining(after: .seconds(2)) == .zero)
        #expect(progress(0).remaining(after: .seconds(2)) == nil)
        #expect(progress(1).remaining(after: .zero) == nil)
    }

    @Test("A rebuild under load ends level with the log")
    func underLoad() async throws {
        let log = try await Self.filled()
        let runner = log.runner()
        try await log.appending { appender in
            let writer = Task {
                for _ in 0..<100 { _ = try await appender.append(.things(.thing(UUID()))) }
            }
            for _ in 0..<5 { try await runner.rebuild("tally", jurisdictions: ["us-wa-king"]) }
            try await writer.value
        }
        try await runner.catchUp("us-wa-king")
        #expect(try await log.rows("tally_v1").count == 125)
        #expect(try await runner.check("tally", jurisdiction: "us-wa-king").isClean)
    }

    @Test("What is appended while a rebuild waits for its turn is in the rows")
    func lastLap() async throws {
        let log = try await Self.filled()
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        let release = DispatchSemaphore(value: 0)
        let holder = Task {
            try await log.asAdmin { session in
                try session.transaction { session in
                    _ = try Checkpoint.lock([AnyProjection(Tally.self)], in: "us-wa-king", on: session)
                    release.wait()  // on the connection's own thread
                }
            }
        }
        func waitForLock(held: String) async throws {
            while try await log.asAdmin({ try $0.query("\(raw: held)")[0].get(0, as: Int.self) }) == 0 {}
        }
        try await waitForLock(
            held: """
                select 1 - count(*) from (
                    select from read.checkpoint where projection = 'tally' for update skip locked) free
                """)
        let rebuild = Task { try await runner.rebuild("tally", jurisdictions: ["us-wa-king"]) }
        try await waitForLock(
            held: """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%read.checkpoint%'
                """)
        try await log.appending { _ = try await $0.append(.things(.thing(UUID()))) }
        release.signal()
        try await holder.value
        try await rebuild.value
        #expect(try await log.rows("tally_v1").count == 26)
        #expect(try await log.checkpoints()["tally"] == 55)
    }

    @Test("A rebuild that fails leaves the live rows and nothing in scratch")
    func fails() async throws {
        let log = try await Self.filled()
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        try await log.appending { _ = try await $0.append(.things(.thing(UUID(), #"{"place":"poison"}"#))) }
        await #expect(throws: Fragile.Poisoned.self) {
            try await runner.rebuild("fragile", jurisdictions: ["us-wa-king"])
        }
        #expect(try await log.rows("fragile_v1").count == 2)
        #expect(try await Self.scratch(log) == [])
    }

    @Test("A check of sound rows finds nothing")
    func clean() async throws {
        let log = try await Self.filled()
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        // Later events are not compared: the rows do not hold them yet.
        try await log.appending { _ = try await $0.append(.things(.thing(UUID()))) }
        let check = try await runner.check("tally", jurisdiction: "us-wa-king")
        #expect(check.isClean)
        #expect(check.position == 54)
        #expect(check.liveRows == 25)
        #expect(check.rebuiltRows == 25)
        #expect(try await Self.scratch(log) == [])
        #expect(try await Self.locks(log) == 0)
    }

    @Test("A check finds rows that were changed, added and removed")
    func tampered() async throws {
        let log = try await Self.filled()
        let runner = log.runner()
        try await runner.catchUp("us-wa-king")
        let keys = try await log.asAdmin { session in
            try session.query("select key from read.tally_v1 order by key").map { try $0.get(0, as: String.self) }
        }
        try await log.asAdmin { session in
            try session.query("update read.tally_v1 set move_count = 99 where key = \(keys[0])")
            try session.query("delete from read.tally_v1 where key = \(keys[1])")
            try session.query(
                """
                insert into read.tally_v1 select jurisdiction, 'zzz', place, move_count, last_at, thing_id, seen_on,
                    is_here, places from read.tally_v1 where key = \(keys[2])
                """)
        }
        let check = try await runner.check("tally", jurisdiction: "us-wa-king")
        #expect(check.differenceCount == 3)
        #expect(check.liveRows == 25)
        #expect(check.rebuiltRows == 25)
        #expect(check.differences.map(\.key) == [keys[0], keys[1], "zzz"])
        #expect(check.differences[0].live?.contains(#""move_count": 99"#) == true)
        #expect(check.differences[0].rebuilt?.contains(#""move_count": 99"#) == false)
        #expect(check.differences[1].live == nil)
        #expect(check.differences[2].rebuilt == nil)
        let short = try await runner.check("tally", jurisdiction: "us-wa-king", limit: 1)
        #expect(short.differences.count == 1)
        #expect(short.differenceCount == 3)
    }

    @Test("Tables that a dead rebuild left in scratch are dropped, those of a living one are not")
    func stale() async throws {
        let log = try await Self.filled()
        let runner = log.runner()
        let connection = try await PostgresConnection.connect(log.app)
        let name = try await connection.run { session in
            try session.execute(script: "create table scratch.left_behind (like read.tally_v1 including all)")
            let live = try runner.table(of: AnyProjection(Tally.self), on: session)
            let scratch = try ScratchTable(
                for: AnyProjection(Tally.self), like: live, in: "us-wa-king", on: session)
            return scratch.table.name
        }
        try await runner.dropStaleScratch()
        #expect(try await Self.scratch(log).map { "scratch.\($0)" } == [name])
        await connection.close()
        // The server takes a moment to see that the connection is gone.
        while try await Self.locks(log) > 0 {}
        try await runner.dropStaleScratch()
        #expect(try await Self.scratch(log) == [])
    }

    private static func scratch(_ log: LogDatabase) async throws -> [String] {
        try await log.asAdmin { session in
            try session.query(
                "select relname from pg_class where relnamespace = 'scratch'::regnamespace and relkind = 'r'"
            ).map { try $0.get(0, as: String.self) }
        }
    }

    private static func locks(_ log: LogDatabase) async throws -> Int {
        try await log.asAdmin { session in
            try session.query(
                """
                select count(*) from pg_locks
                where locktype = 'advisory'
                    and database = (select oid from pg_database where datname = current_database())
                """)[0].get(0)
        }
    }
}
