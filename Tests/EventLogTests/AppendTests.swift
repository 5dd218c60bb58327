@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing
import TestSupport

@Suite("Appending", .timeLimit(.minutes(2)))
struct AppendTests {
    @Test("Events get positions from 0 in the jurisdiction and versions from 1 in the stream")
    func positions() async throws {
        let log = try await LogDatabase()
        let (a, b) = (UUID(), UUID())
        try await log.appending { (appender) async throws in
            #expect(try await appender.append(.things(.thing(a), .thing(b), .thing(a))) == .appended(first: 0, last: 2))
            #expect(try await appender.append(.things(.thing(a))) == .appended(first: 3, last: 3))
            #expect(try await appender.append(.things(.thing(a), in: "us-or-lane")) == .appended(first: 0, last: 0))
        }
        let events = try await log.reader.read("us-wa-king")
        #expect(events.map(\.position) == [0, 1, 2, 3])
        #expect(events.map(\.stream.id) == [a, b, a, a])
        #expect(events.map(\.streamVersion) == [1, 1, 2, 3])
        #expect(try await log.reader.read("us-or-lane").map(\.streamVersion) == [1])
    }

    @Test("An event is read back as it was written")
    func roundTrip() async throws {
        let log = try await LogDatabase()
        let event = EventToAppend(
            stream: StreamID("thing", UUID()), id: UUID(), type: "thing.made", schemaVersion: 3, occurredAt: .milestone,
            occurredOnDateOnly: true, payload: Data(#"{ "b":1,"a" : "ü\u0000\n", "a":2 }"#.utf8))
        let request = AppendRequest(
            jurisdiction: "us-wa-king", commandID: UUID(), fingerprint: [9], actor: UUID(), organization: UUID(),
            correlationID: UUID(), causationID: UUID(), module: "us-wa-king", policyVersion: "2.1", events: [event])
        var several = request
        several.commandID = UUID()
        several.events.append(.thing(UUID()))
        several.events[0].id = UUID()
        try await log.appending { (appender) async throws in
            _ = try await appender.append(request)  // the short way
            _ = try await appender.append(several)  // the set-based way
        }
        let stored = try await log.reader.read("us-wa-king")
        for (read, sent) in [(stored[0], request), (stored[1], several)] {
            #expect(
                read
                    == RecordedEvent(
                        jurisdiction: "us-wa-king", position: read.position, stream: event.stream,
                        streamVersion: read.streamVersion, id: sent.events[0].id, type: event.type, schemaVersion: 3,
                        occurredAt: event.occurredAt, occurredOnDateOnly: true, recordedAt: read.recordedAt,
                        actor: sent.actor, organization: sent.organization, commandID: sent.commandID,
                        correlationID: sent.correlationID, causationID: sent.causationID, module: sent.module,
                        policyVersion: sent.policyVersion, payload: event.payload))
        }
        let digestsHold = try await log.asAdmin { session in
            try session.query(
                """
                select bool_and(digest = sha256(salt || convert_to(payload::text, 'UTF8'))), count(distinct salt),
                    bool_and(octet_length(salt) = 16) from log.event
                """
            ).map { (try $0.get(0, as: Bool.self), try $0.get(1, as: Int64.self), try $0.get(2, as: Bool.self)) }
        }
        #expect(digestsHold[0] == (true, 3, true))
    }

    @Test("A stream that is not at the expected version refuses the whole request", arguments: [1, 2])
    func expectedVersion(events: Int) async throws {
        let log = try await LogDatabase()
        let (a, b) = (UUID(), UUID())
        let stream = StreamID("thing", a)
        func request(_ expected: ExpectedVersion) -> AppendRequest {
            var request = AppendRequest.things(.thing(a), expecting: [stream: expected])
            if events == 2 { request.events.append(.thing(b)) }
            return request
        }
        try await log.appending { (appender) async throws in
            #expect(
                try await appender.append(request(.exactly(1)))
                    == .wrongVersion(stream: stream, expected: 1, actual: 0))
            #expect(try await appender.append(request(.exactly(0))) == .appended(first: 0, last: Int64(events) - 1))
            #expect(
                try await appender.append(request(.exactly(0)))
                    == .wrongVersion(stream: stream, expected: 0, actual: 1))
            guard case .appended = try await appender.append(request(.any)) else {
                Issue.record("any version is fine")
                return
            }
        }
        #expect(try await log.reader.head("us-wa-king") == Int64(events) * 2 - 1)
        #expect(try await log.reader.stream(stream, in: "us-wa-king").map(\.streamVersion) == [1, 2])
    }

    @Test("A condition on a stream that gets no event decides too")
    func conditionOnly() async throws {
        let log = try await LogDatabase()
        let (program, person) = (StreamID("program", UUID()), UUID())
        try await log.appending { (appender) async throws in
            #expect(
                try await appender.append(.things(.thing(person), expecting: [program: .exactly(1)]))
                    == .wrongVersion(stream: program, expected: 1, actual: 0))
            #expect(
                try await appender.append(.things(.thing(person), expecting: [program: .exactly(0)]))
                    == .appended(first: 0, last: 0))
        }
    }

    @Test("Each request of one call is answered on its own")
    func ownAnswers() async throws {
        let log = try await LogDatabase()
        let (taken, free) = (UUID(), UUID())
        let first = AppendRequest.things(.thing(taken), fingerprint: [7])
        // Not running yet, so all of these wait together and go in one call.
        let appender = Appender(configuration: log.app, logger: .quiet)
        try await log.appending { _ = try await $0.append(first) }
        async let again = appender.append(first)
        async let wrong = appender.append(.things(.thing(free), expecting: [StreamID("thing", free): .exactly(3)]))
        async let elsewhere = appender.append(.things(.thing(UUID()), .thing(UUID()), in: "us-or-lane"))
        async let done = appender.append(.things(.thing(UUID()), .thing(UUID())))
        let work = Task { await appender.run() }
        #expect(try await again == .alreadyDone(first: 0, last: 0, fingerprint: [7]))
        #expect(try await wrong == .wrongVersion(stream: StreamID("thing", free), expected: 3, actual: 0))
        #expect(try await elsewhere == .appended(first: 0, last: 1))
        #expect(try await done == .appended(first: 1, last: 2))
        appender.stop()
        await work.value
    }

    @Test("A retry gets the first answer, also from another appender")
    func retry() async throws {
        let log = try await LogDatabase()
        let request = AppendRequest.things(.thing(UUID()), .thing(UUID()), fingerprint: [1, 2])
        try await log.appending { (appender) async throws in
            #expect(try await appender.append(request) == .appended(first: 0, last: 1))
        }
        try await log.appending { (appender) async throws in
            #expect(try await appender.append(request) == .alreadyDone(first: 0, last: 1, fingerprint: [1, 2]))
            var other = AppendRequest.things(.thing(UUID()), command: request.commandID, fingerprint: [3])
            #expect(try await appender.append(other) == .alreadyDone(first: 0, last: 1, fingerprint: [1, 2]))
            other.jurisdiction = "us-or-lane"
            #expect(try await appender.append(other) == .appended(first: 0, last: 0))
        }
    }

    @Test("A send whose answer was lost counts as the request's own when it is sent again")
    func sentAgain() async throws {
        let log = try await LogDatabase()
        for request in [AppendRequest.things(.thing(UUID())), .things(.thing(UUID()), .thing(UUID()))] {
            let pending = PendingAppend(request)
            var batch = AppendBatch([pending])
            let sent = batch
            let first = try await log.pool.run { try sent.outcome(try $0.query(sent.query)[0], for: pending) }
            batch.mayBeDone = true
            let sentAgain = batch
            let again = try await log.pool.run { try sentAgain.outcome(try $0.query(sentAgain.query)[0], for: pending) }
            #expect(again == first)
            var reused = request
            reused.fingerprint = [99]
            let other = PendingAppend(reused)
            let outcome = try await log.pool.run { try sentAgain.outcome(try $0.query(sentAgain.query)[0], for: other) }
            guard case .alreadyDone(_, _, [1]) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test("The time of recording never goes back, whatever the clock does")
    func monotone() async throws {
        let log = try await LogDatabase()
        try await log.appending { (appender) async throws in
            _ = try await appender.append(.things(.thing(UUID())))
            // As if the clock had been an hour ahead when the last event was written.
            try await log.asAdmin { session in
                try session.execute(
                    script: """
                        set session_replication_role = replica;
                        do $$ begin for part in 0..7 loop
                            execute format('alter table log.event_%s disable trigger append_only', part);
                        end loop; end $$;
                        update log.event set recorded_at = recorded_at + interval '1 hour';
                        """)
            }
            _ = try await appender.append(.things(.thing(UUID())))
            _ = try await appender.append(.things(.thing(UUID()), .thing(UUID())))
        }
        let times = try await log.reader.read("us-wa-king").map(\.recordedAt)
        #expect(times == Array(repeating: times[0], count: 4))
    }

    @Test("A request that the database refuses does not spoil those that wait with it")
    func refused() async throws {
        let log = try await LogDatabase()
        let appender = Appender(configuration: log.app, logger: .quiet)
        async let good = appender.append(.things(.thing(UUID())))
        async let bad = appender.append(.things(.thing(UUID(), "not json"), in: "us-or-lane"))
        async let fine = appender.append(.things(.thing(UUID()), in: "us-id-ada"))
        let work = Task { await appender.run() }
        #expect(try await good == .appended(first: 0, last: 0))
        #expect(try await fine == .appended(first: 0, last: 0))
        do {
            _ = try await bad
            Issue.record("a payload that is not JSON was taken")
        } catch let error as AppendError {
            #expect(error.code == .rejected)
            #expect(error.underlying?.sqlState == .invalidTextRepresentation)
        }
        appender.stop()
        await work.value
    }

    @Test("The append function refuses requests that overlap, and any isolation but read committed")
    func guards() async throws {
        let log = try await LogDatabase()
        let (id, command) = (UUID(), UUID())
        let overlapping: [[AppendRequest]] = [
            [.things(.thing(id)), .things(.thing(id))],
            [.things(.thing(id)), .things(.thing(UUID()), expecting: [StreamID("thing", id): .exactly(0)])],
            [.things(.thing(UUID()), command: command), .things(.thing(UUID()), command: command)],
        ]
        for requests in overlapping {
            let batch = AppendBatch(requests.map { PendingAppend($0) })
            do {
                _ = try await log.pool.run { try $0.query(batch.query) }
                Issue.record("overlapping requests were taken")
            } catch let error as PostgresError {
                let isRepeatedCommand = requests[0].commandID == command
                #expect(error.message == "Requests of one call overlap." || isRepeatedCommand)
            }
        }
        for batch in [
            AppendBatch([PendingAppend(.things(.thing(UUID())))]),
            AppendBatch([PendingAppend(.things(.thing(UUID()), .thing(UUID())))]),
        ] {
            await #expect(throws: PostgresError.self) {
                try await log.pool.transaction(.init(isolation: .repeatableRead)) { try $0.query(batch.query) }
            }
            try await log.pool.transaction { _ = try $0.query(batch.query) }
        }
        #expect(try await log.reader.head("us-wa-king") == 2)
    }

    @Test("A request of 20,000 events goes in; one more is refused")
    func large() async throws {
        let log = try await LogDatabase()
        var request = AppendRequest.things()
        let streams = (0..<5000).map { _ in UUID() }
        request.events = (0..<20_000).map { .thing(streams[$0 % 5000]) }
        try await log.appending { (appender) async throws in
            #expect(try await appender.append(request) == .appended(first: 0, last: 19_999))
            request.commandID = UUID()
            request.events.append(.thing(UUID()))
            let tooLarge = request
            await #expect(throws: AppendError.self) { try await appender.append(tooLarge) }
            await #expect(throws: AppendError.self) { try await appender.append(.things()) }
        }
        let last = try await log.reader.stream(StreamID("thing", streams[4999]), in: "us-wa-king")
        #expect(last.map(\.streamVersion) == [1, 2, 3, 4])
        #expect(last.map(\.position) == [4999, 9999, 14_999, 19_999])
    }
}
