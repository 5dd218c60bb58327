@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing
import TestSupport

@Suite("The queue of appends")
struct AppendQueueTests {
    @Test("Requests that share a stream or a command never go together, and keep their order")
    func overlap() {
        let (a, b, command) = (UUID(), UUID(), UUID())
        var queue: [PendingAppend] = [
            .things(.thing(a)),
            .things(.thing(a), .thing(b)),  // waits for the first
            .things(.thing(b)),  // is free, but must not overtake the second
            .things(.thing(a), in: "us-or-lane"),
            .things(.thing(UUID()), command: command),
            .things(.thing(UUID()), command: command),
        ].map { PendingAppend($0) }
        let all = queue
        #expect(AppendBatch(from: &queue).pending.map(\.request) == [all[0], all[3], all[4]].map(\.request))
        #expect(AppendBatch(from: &queue).pending.map(\.request) == [all[1], all[5]].map(\.request))
        #expect(AppendBatch(from: &queue).pending.map(\.request) == [all[2]].map(\.request))
        #expect(queue.isEmpty)
    }

    @Test("A condition on a stream claims it like an event")
    func condition() {
        let (a, b) = (UUID(), UUID())
        var queue: [PendingAppend] = [
            .things(.thing(a)), .things(.thing(b), expecting: [StreamID("thing", a): .exactly(0)]),
        ].map { PendingAppend($0) }
        #expect(AppendBatch(from: &queue).pending.count == 1)
        #expect(AppendBatch(from: &queue).pending.count == 1)
    }

    @Test("A call takes 64 requests, and 4,096 events unless one request alone is larger")
    func limits() {
        var queue = (0..<100).map { _ in PendingAppend(.things(.thing(UUID()))) }
        #expect(AppendBatch(from: &queue).pending.count == 64)
        #expect(AppendBatch(from: &queue).pending.count == 36)
        var large = AppendRequest.things()
        large.events = (0..<4097).map { _ in .thing(UUID()) }
        queue = [PendingAppend(.things(.thing(UUID()))), PendingAppend(large), PendingAppend(.things(.thing(UUID())))]
        #expect(AppendBatch(from: &queue).pending.map(\.request.events.count) == [1, 1])
        #expect(AppendBatch(from: &queue).pending.map(\.request.events.count) == [4097])
    }

    @Test("A call takes 4 MB unless one request alone is larger")
    func bytes() {
        let payload = #"""# + String(repeating: "x", count: 3 << 20) + #"""#
        var queue = (0..<3).map { _ in PendingAppend(.things(.thing(UUID(), payload))) }
        #expect(AppendBatch(from: &queue).pending.count == 1)
    }

    @Test("A full queue refuses and says when to come back")
    func full() async throws {
        let appender = Appender(configuration: PostgresConfiguration("host=/nowhere"), queueLimit: 0, logger: .quiet)
        do {
            _ = try await appender.append(.things(.thing(UUID())))
            Issue.record("taken by a full queue")
        } catch {
            #expect(error.code == .queueFull)
            #expect(error.retryAfter == .seconds(1))
        }
    }

    @Test("A stopped appender refuses")
    func stopped() async throws {
        let appender = Appender(configuration: PostgresConfiguration("host=/nowhere"), logger: .quiet)
        appender.stop()
        await appender.run()
        do {
            _ = try await appender.append(.things(.thing(UUID())))
            Issue.record("taken by a stopped appender")
        } catch {
            #expect(error.code == .stopped)
        }
    }

    @Test("A database that cannot be reached answers unavailable, for nothing was sent", .timeLimit(.minutes(1)))
    func unavailable() async throws {
        let appender = Appender(
            configuration: PostgresConfiguration("host=/nowhere"), deadline: .milliseconds(1), logger: .quiet)
        let work = Task { await appender.run() }
        do {
            _ = try await appender.append(.things(.thing(UUID())))
            Issue.record("stored nowhere")
        } catch {
            #expect(error.code == .unavailable)
        }
        work.cancel()
        await work.value
    }
}

extension PendingAppend {
    /// A request that nobody waits for.
    convenience init(_ request: AppendRequest) { self.init(request, deadline: .now, continuation: nil) }
}
