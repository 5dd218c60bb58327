@testable import EventLog
import EventModel
import Foundation
import Postgres
import Synchronization
import Testing
import TestSupport

@Suite("Appending from many sides", .timeLimit(.minutes(5)))
struct AppendConcurrencyTests {
    @Test("64 callers on two appenders leave no gap, and a tail reader misses nothing")
    func gapless() async throws {
        let log = try await LogDatabase()
        let perCaller = 25
        let jurisdictions = ["us-wa-king", "us-or-lane"]
        let tails = jurisdictions.map { jurisdiction in
            Task {
                var seen: [RecordedEvent] = []
                while seen.count < 64 * perCaller / 2 {
                    seen += try await log.reader.read(jurisdiction, after: seen.last?.position ?? -1, limit: 10)
                }
                return seen
            }
        }
        let answers = try await log.appending { first in
            try await log.appending { second in
                try await withThrowingTaskGroup(of: [AppendOutcome].self) { group in
                    for caller in 0..<64 {
                        group.addTask {
                            let appender = caller % 4 < 2 ? first : second
                            var answers: [AppendOutcome] = []
                            for _ in 0..<perCaller {
                                answers.append(
                                    try await appender.append(.things(.thing(UUID()), in: jurisdictions[caller % 2])))
                            }
                            return answers
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
            }
        }
        #expect(answers.count == 64 * perCaller)
        for (jurisdiction, tail) in zip(jurisdictions, tails) {
            let seen = try await tail.value
            #expect(seen.map(\.position) == Array(0..<Int64(seen.count)))
            #expect(try await log.reader.read(jurisdiction, limit: 10_000) == seen)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.recordedAt <= $1.recordedAt })
        }
    }

    @Test("Of many writers that expect the same version, one wins each round")
    func contention() async throws {
        let log = try await LogDatabase()
        let stream = StreamID("thing", UUID())
        try await log.appending { first in
            try await log.appending { second in
                for round in 0..<10 {
                    let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                        for writer in 0..<8 {
                            group.addTask {
                                let outcome = try await (writer % 2 == 0 ? first : second).append(
                                    .things(.thing(stream.id), expecting: [stream: .exactly(Int64(round))]))
                                if case .appended = outcome { return true }
                                return false
                            }
                        }
                        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                    }
                    #expect(wins == 1)
                }
            }
        }
        #expect(try await log.reader.stream(stream, in: "us-wa-king").map(\.streamVersion) == Array(1...10))
    }

    @Test("A command sent many times at once is done once")
    func duplicates() async throws {
        let log = try await LogDatabase()
        let command = UUID()
        let answers = try await log.appending { first in
            try await log.appending { second in
                try await withThrowingTaskGroup(of: AppendOutcome.self) { group in
                    for caller in 0..<16 {
                        group.addTask {
                            try await (caller % 2 == 0 ? first : second).append(
                                .things(.thing(UUID()), .thing(UUID()), command: command))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
        }
        #expect(answers.filter { $0 == .appended(first: 0, last: 1) }.count == 1)
        #expect(answers.filter { $0 == .alreadyDone(first: 0, last: 1, fingerprint: [1]) }.count == 15)
        #expect(try await log.reader.head("us-wa-king") == 1)
    }

    @Test("A call that waited for another's lock sees what that one wrote", arguments: [0, 5])
    func waited(_ before: Int64) async throws {
        let log = try await LogDatabase()
        let stream = StreamID("thing", UUID())
        let requests: [AppendRequest] = [
            .things(.thing(stream.id), expecting: [stream: .exactly(0)]), .things(.thing(UUID())),
            .things(.thing(UUID()), .thing(UUID())),
        ]
        let (isHeld, holding) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await log.pool.transaction { session in
                for _ in 0..<before { try session.query(AppendBatch([PendingAppend(.things(.thing(UUID())))]).query) }
                try session.query("select pg_advisory_xact_lock(log.lock_key('us-wa-king'))")
                holding.yield()
                let isWaited: PostgresQuery = """
                    select exists (
                        select from pg_locks where locktype = 'advisory' and not granted
                            and database = (select oid from pg_database where datname = current_database()))
                    """
                while try !session.query(isWaited)[0].get(0, as: Bool.self) {}
                // The stream of the first and the command of the second.
                for request: AppendRequest in [
                    .things(.thing(stream.id)), .things(.thing(UUID()), command: requests[1].commandID),
                ] { try session.query(AppendBatch([PendingAppend(request)]).query) }
            }
        }
        for await _ in isHeld.prefix(1) {}
        let answers = try await log.pool.run { session in
            var batch = AppendBatch(requests.map { PendingAppend($0) })
            return try batch.send(on: session).map { [batch] row in
                try batch.outcome(row, for: batch.pending[Int(try row.get(0, as: Int32.self)) - 1])
            }
        }
        try await holder.value
        #expect(
            answers == [
                .wrongVersion(stream: stream, expected: 0, actual: 1),
                .alreadyDone(first: before + 1, last: before + 1, fingerprint: [1]),
                .appended(first: before + 2, last: before + 3),
            ])
        #expect(try await log.reader.head("us-wa-king") == before + 3)
    }

    @Test("Two calls that name the same jurisdictions in different orders do not lock each other out")
    func lockOrder() async throws {
        let log = try await LogDatabase()
        let names = (0..<20).map { "j\($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for _ in 0..<20 {
                        let order = writer % 2 == 0 ? names : names.reversed()
                        let batch = AppendBatch(order.map { PendingAppend(.things(.thing(UUID()), in: $0)) })
                        _ = try await log.pool.run { try $0.query(batch.query) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let heads = try await log.pool.run { try EventReader.heads(on: $0) }
        #expect(heads == Dictionary(uniqueKeysWithValues: names.map { ($0, 79) }))
    }

    @Test("What was acknowledged is there exactly once, though the appender's connection is killed again and again")
    func killed() async throws {
        let log = try await LogDatabase()
        let acknowledged = Counter()
        let killed = Counter()
        let answers = try await log.appending { (appender) async throws in
            try await withThrowingTaskGroup(of: [(UUID, AppendOutcome)].self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        var answers: [(UUID, AppendOutcome)] = []
                        for _ in 0..<40 {
                            let request = AppendRequest.things(.thing(UUID()))
                            answers.append((request.commandID, try await appender.append(request)))
                            let count = acknowledged.add(1)
                            guard count % 150 == 0 else { continue }
                            let hits = try await log.asAdmin { session in
                                try session.query(
                                    """
                                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                                    where application_name = 'appender' and datname = current_database()
                                        and query like '%log.append%'
                                    """)[0].get(0, as: Int.self)
                            }
                            _ = killed.add(hits)
                        }
                        return answers
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        #expect(killed.add(0) > 0)
        let stored = try await log.reader.read("us-wa-king", limit: 100_000)
        #expect(stored.map(\.position) == Array(0..<1280))
        let positions = Dictionary(grouping: stored, by: \.commandID).mapValues { $0.map(\.position) }
        #expect(positions.count == 1280)
        for (command, answer) in answers {
            guard case .appended(let first, let last) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(positions[command] == [first] && first == last)
        }
    }

    @Test("Stopping does what waits first")
    func drains() async throws {
        let log = try await LogDatabase()
        let appender = Appender(configuration: log.app, logger: .quiet)
        let calls = (0..<200).map { _ in Task { try await appender.append(.things(.thing(UUID()))) } }
        let work = Task { await appender.run() }
        var answered = 0
        var refused = 0
        _ = try await calls[0].value
        appender.stop()
        await work.value
        for call in calls {
            do {
                _ = try await call.value
                answered += 1
            } catch let error as AppendError where error.code == .stopped {
                refused += 1
            }
        }
        #expect(answered + refused == 200)
        #expect(try await log.reader.head("us-wa-king") == Int64(answered) - 1)
    }
}

/// A number that many tasks add to.
private final class Counter: Sendable {
    private let value = Atomic(0)

    /// Adds and gives the sum.
    func add(_ number: Int) -> Int { value.add(number, ordering: .relaxed).newValue }
}
