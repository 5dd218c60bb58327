import Dispatch
import Postgres
import Testing

@Suite("Pool", .timeLimit(.minutes(1)))
struct PoolTests {
    private static func processID(_ pool: PostgresPool) async throws -> Int32 {
        try await pool.run { $0.processID }
    }

    @Test("A connection is opened when it is needed and used again")
    func lazy() async throws {
        try await withPool(size: 4) { pool async throws in
            #expect(pool.usage.open == 0)
            let first = try await Self.processID(pool)
            let second = try await Self.processID(pool)
            #expect(first == second)
            #expect(pool.usage.open == 1)
            #expect(pool.usage.idle == 1)
        }
    }

    @Test("There are never more connections than the pool's size")
    func limit() async throws {
        try await withPool(size: 3) { pool async throws in
            let inside = Shared((now: 0, most: 0))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        try await pool.run { session throws in
                            inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                            try session.query("SELECT pg_sleep(0.01)")
                            inside.withLock { $0.now -= 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(inside.withLock { $0.most } == 3)
            #expect(pool.usage.open == 3)
        }
    }

    @Test("Who waits is served in order of arrival")
    func order() async throws {
        try await withPool(size: 1) { pool async throws in
            let gate = DispatchSemaphore(value: 0)
            let served = Shared<[Int]>([])
            let holder = Task { try await pool.run { _ in gate.wait() } }
            try await until { pool.usage.open == 1 && pool.usage.idle == 0 && pool.usage.waiting == 0 }
            var tasks: [Task<Void, any Error>] = []
            for number in 0..<10 {
                tasks.append(Task { try await pool.run { _ in served.withLock { $0.append(number) } } })
                try await until { pool.usage.waiting == number + 1 }
            }
            gate.signal()
            try await holder.value
            for task in tasks { try await task.value }
            #expect(served.withLock { $0 } == Array(0..<10))
        }
    }

    @Test("Who waits too long is refused, and the others go on")
    func timeout() async throws {
        try await withPool(size: 1, acquireTimeout: .milliseconds(500)) { pool async throws in
            try await pool.waitUntilReady(timeout: .seconds(20))
            let gate = DispatchSemaphore(value: 0)
            let holder = Task { try await pool.run { _ in gate.wait() } }
            try await until { pool.usage.idle == 0 }
            let error = await #expect(throws: PostgresError.self) { try await pool.run { _ in } }
            #expect(error?.code == .poolTimeout)
            #expect(pool.usage.waiting == 0)
            gate.signal()
            try await holder.value
            try await pool.run { _ in }
        }
    }

    @Test("A cancelled task leaves the line")
    func cancelledWaiter() async throws {
        try await withPool(size: 1) { pool async throws in
            let gate = DispatchSemaphore(value: 0)
            let holder = Task { try await pool.run { _ in gate.wait() } }
            try await until { pool.usage.open == 1 && pool.usage.idle == 0 && pool.usage.waiting == 0 }
            let waiter = Task { try await pool.run { _ in Issue.record("it must not begin") } }
            try await until { pool.usage.waiting == 1 }
            waiter.cancel()
            let error = await #expect(throws: PostgresError.self) { try await waiter.value }
            #expect(error?.code == .cancelled)
            #expect(pool.usage.waiting == 0)
            gate.signal()
            try await holder.value
        }
    }

    @Test("A connection that died while idle is replaced without an error")
    func terminatedIdle() async throws {
        try await withPool(size: 1) { pool async throws in
            try await withConnection { other async throws in
                let victim = try await Self.processID(pool)
                try await other.run { session in
                    _ = try session.query("SELECT pg_terminate_backend(\(victim), 30000)")
                }
                #expect(try await Self.processID(pool) != victim)
                #expect(pool.usage.open == 1)
            }
        }
    }

    @Test("A connection that dies in the middle is an error once, and is replaced")
    func terminatedBusy() async throws {
        try await withPool(size: 1) { pool async throws in
            try await withConnection { other async throws in
                let victim = try await Self.processID(pool)
                let work = Task { try await pool.run { _ = try $0.query("SELECT pg_sleep(50) /* terminate me */") } }
                try await until { try await running("terminate me", by: other) == 1 }
                try await other.run { _ = try $0.query("SELECT pg_terminate_backend(\(victim))") }
                let error = await #expect(throws: PostgresError.self) { try await work.value }
                #expect(error?.code == .connectionLost)
                #expect(error?.sqlState == .adminShutdown)
                #expect(error?.isTransient == true)
                #expect(try await Self.processID(pool) != victim)
            }
        }
    }

    @Test("A closing pool refuses new work and waits for what runs")
    func close() async throws {
        try await withPool(size: 1) { pool async throws in
            let gate = DispatchSemaphore(value: 0)
            let holder = Task { try await pool.run { _ in gate.wait() } }
            try await until { pool.usage.open == 1 && pool.usage.idle == 0 && pool.usage.waiting == 0 }
            let waiter = Task { try await pool.run { _ in Issue.record("it must not begin") } }
            try await until { pool.usage.waiting == 1 }
            let isClosed = Shared(false)
            let closing = Task {
                await pool.close()
                isClosed.withLock { $0 = true }
            }
            let error = await #expect(throws: PostgresError.self) { try await waiter.value }
            #expect(error?.code == .poolClosed)
            #expect(isClosed.withLock { !$0 })
            gate.signal()
            try await holder.value
            await closing.value
            #expect(pool.usage.open == 0)
            let late = await #expect(throws: PostgresError.self) { try await pool.run { _ in } }
            #expect(late?.code == .poolClosed)
        }
    }

    @Test("Blocking work leaves Swift's cooperative threads free")
    func threads() async throws {
        try await withPool(size: 16) { pool async throws in
            let gate = DispatchSemaphore(value: 0)
            let inside = Shared(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await pool.run { session throws in
                            try session.query("SELECT 1")
                            inside.withLock { $0 += 1 }
                            gate.wait()
                        }
                    }
                }
                // This runs only if the sixteen that block, block nobody else.
                try await until { inside.withLock { $0 } == 16 }
                for _ in 0..<16 { gate.signal() }
                try await group.waitForAll()
            }
        }
    }

    @Test("Every connection acts as the role of the configuration")
    func role() async throws {
        try await withConnection { connection async throws in
            try await connection.run { session in
                try session.execute(
                    script: """
                        DO $$ BEGIN CREATE ROLE "narrow role" NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                        CREATE TABLE t (a int8)
                        """)
            }
        }
        try await withConnection {
            $0.role = "narrow role"
            $0.applicationName = "role test"
            $0.settings = ["search_path": "pg_catalog, public", "timezone": "America/Chicago"]
        } _: { connection async throws in
            try await connection.run { session in
                let row = try session.query(
                    """
                    SELECT current_user::text, session_user::text, current_setting('application_name'),
                           current_setting('search_path'), current_setting('timezone')
                    """)[0]
                #expect(
                    try (0..<5).map { try row.get($0, as: String.self) } == [
                        "narrow role", "throughline", "role test", "pg_catalog, public", "America/Chicago",
                    ])
                let error = #expect(throws: PostgresError.self) { try session.execute(script: "CREATE DATABASE no") }
                #expect(error?.sqlState == .insufficientPrivilege)
            }
        }
    }
}
