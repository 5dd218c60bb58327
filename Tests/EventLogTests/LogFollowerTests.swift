@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing
import TestSupport

@Suite("Following the log", .timeLimit(.minutes(2)))
struct LogFollowerTests {
    @Test("A notification from another process wakes a follower")
    func notified() async throws {
        let log = try await LogDatabase()
        try await log.appending { (appender) async throws in
            _ = try await appender.append(.things(.thing(UUID()), in: "first"))
            let follower = LogFollower(configuration: log.app, pollInterval: .seconds(3600), logger: .quiet)
            var wakeups = follower.wakeups().makeAsyncIterator()
            let work = Task { await follower.run() }
            // The first look comes after the subscription to the channel.
            #expect(await wakeups.next() == ["first"])
            _ = try await appender.append(.things(.thing(UUID()), in: "second"))
            var seen: Set<String> = []
            while !seen.contains("second"), let news = await wakeups.next() { seen.formUnion(news) }
            #expect(seen.contains("second"))
            work.cancel()
            await work.value
        }
    }

    @Test("Looking is enough where no notification comes")
    func polled() async throws {
        let log = try await LogDatabase()
        let follower = LogFollower(configuration: log.app, pollInterval: .milliseconds(5), logger: .quiet)
        var wakeups = follower.wakeups().makeAsyncIterator()
        let work = Task { await follower.run() }
        for name in ["first", "second"] {
            let batch = AppendBatch([PendingAppend(.things(.thing(UUID()), in: name))])
            _ = try await log.pool.run { try $0.query(batch.query) }
            #expect(await wakeups.next() == [name])
        }
        work.cancel()
        await work.value
    }

    @Test("A commit in this process wakes a follower at once, and each subscriber hears it")
    func signalled() async throws {
        let log = try await LogDatabase()
        try await log.appending { (appender) async throws in
            let follower = LogFollower(configuration: log.app, signal: appender.signal, logger: .quiet)
            let subscriptions = [follower.wakeups(), follower.wakeups()]
            _ = try await appender.append(.things(.thing(UUID())))
            for subscription in subscriptions {
                var wakeups = subscription.makeAsyncIterator()
                #expect(await wakeups.next() == ["us-wa-king"])
            }
        }
    }

    @Test("A slow subscriber gets everything that it missed in one")
    func coalesced() async throws {
        let signal = LogSignal()
        var wakeups = signal.subscribe().makeAsyncIterator()
        signal.announce(["a"])
        signal.announce(["b"])
        signal.announce(["a", "c"])
        #expect(await wakeups.next() == ["a", "b", "c"])
        signal.announce(["d"])
        #expect(await wakeups.next() == ["d"])
    }

    @Test("A follower whose connection is killed goes on")
    func killed() async throws {
        let log = try await LogDatabase()
        var configuration = log.app
        configuration.applicationName = "follower"
        let follower = LogFollower(configuration: configuration, pollInterval: .milliseconds(5), logger: .quiet)
        var wakeups = follower.wakeups().makeAsyncIterator()
        let work = Task { await follower.run() }
        for name in ["first", "second", "third"] {
            let batch = AppendBatch([PendingAppend(.things(.thing(UUID()), in: name))])
            _ = try await log.pool.run { try $0.query(batch.query) }
            #expect(await wakeups.next()?.contains(name) == true)
            try await log.asAdmin { session in
                _ = try session.query(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name = 'follower' and datname = current_database()
                    """)
            }
        }
        work.cancel()
        await work.value
    }
}
