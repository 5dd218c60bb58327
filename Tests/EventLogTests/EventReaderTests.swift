@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing

@Suite("Reading the log", .timeLimit(.minutes(2)))
struct EventReaderTests {
    @Test("A log is read forward and backward in pages")
    func pages() async throws {
        let log = try await LogDatabase()
        var request = AppendRequest.things()
        request.events = (0..<10).map { _ in .thing(UUID()) }
        let (ten, other) = (request, AppendRequest.things(.thing(UUID()), in: "us-or-lane"))
        try await log.appending { (appender) async throws in
            _ = try await appender.append(ten)
            _ = try await appender.append(other)
        }
        let reader = log.reader
        #expect(try await reader.read("us-wa-king", limit: 4).map(\.position) == [0, 1, 2, 3])
        #expect(try await reader.read("us-wa-king", after: 3, limit: 4).map(\.position) == [4, 5, 6, 7])
        #expect(try await reader.read("us-wa-king", after: 9) == [])
        #expect(try await reader.read("us-wa-king", before: 10, limit: 3).map(\.position) == [9, 8, 7])
        #expect(try await reader.read("us-wa-king", before: 0) == [])
        #expect(try await reader.read("nowhere") == [])
        #expect(try await reader.head("us-wa-king") == 9)
        #expect(try await reader.head("nowhere") == -1)
        #expect(try await reader.jurisdictions() == ["us-or-lane", "us-wa-king"])
    }

    @Test("Streams are read alone, from a version, up to a position, and several in one order")
    func streams() async throws {
        let log = try await LogDatabase()
        let (a, b, c) = (UUID(), UUID(), UUID())
        try await log.appending { (appender) async throws in
            _ = try await appender.append(.things(.thing(a), .thing(b), .thing(a), .thing(c), .thing(b), .thing(a)))
        }
        func thing(_ id: UUID) -> StreamID { StreamID("thing", id) }
        let (reader, here) = (log.reader, "us-wa-king")
        #expect(try await reader.stream(thing(a), in: here).map(\.position) == [0, 2, 5])
        #expect(try await reader.stream(thing(a), in: here, from: 2).map(\.position) == [2, 5])
        #expect(try await reader.stream(thing(a), in: here, upTo: 4).map(\.position) == [0, 2])
        #expect(try await reader.stream(StreamID("person", a), in: here) == [])
        #expect(try await reader.stream(thing(a), in: "us-or-lane") == [])
        #expect(try await reader.streams([thing(b), thing(a), thing(b)], in: here).map(\.position) == [0, 1, 2, 4, 5])
        #expect(try await reader.streams([thing(b), thing(a)], in: here, upTo: 3).map(\.position) == [0, 1, 2])
        let asked = [thing(a), thing(c), thing(UUID()), StreamID("person", b)]
        #expect(try await reader.existing(asked, in: here) == [a, c])
    }

    @Test("Streams without an event of a type are told with their versions")
    func without() async throws {
        let log = try await LogDatabase()
        let (ended, open, corrected) = (UUID(), UUID(), UUID())
        try await log.appending { (appender) async throws in
            _ = try await appender.append(
                .things(
                    .thing(ended), .thing(ended, type: "thing.ended"), .thing(open), .thing(corrected),
                    .thing(corrected, type: "thing.corrected")))
        }
        func thing(_ id: UUID) -> StreamID { StreamID("thing", id) }
        let (reader, here) = (log.reader, "us-wa-king")
        let asked = [thing(ended), thing(open), thing(corrected), thing(UUID()), StreamID("person", open)]
        #expect(
            try await reader.versions(of: asked, without: "thing.ended", in: here) == [
                thing(open): 1, thing(corrected): 2,
            ])
        #expect(try await reader.versions(of: asked, without: "thing.made", in: here) == [:])
        #expect(try await reader.versions(of: [], without: "thing.ended", in: here) == [:])
        #expect(try await reader.versions(of: asked, without: "thing.ended", in: "us-or-lane") == [:])
    }

    @Test("A time names the last position recorded by then")
    func byTime() async throws {
        let log = try await LogDatabase()
        try await log.appending { (appender) async throws in
            for _ in 0..<20 { _ = try await appender.append(.things(.thing(UUID()), .thing(UUID()))) }
        }
        let events = try await log.reader.read("us-wa-king")
        #expect(try await log.reader.position(of: "nowhere", recordedBy: .now) == -1)
        #expect(try await log.reader.position(of: "us-wa-king", recordedBy: .distantPast) == -1)
        #expect(try await log.reader.position(of: "us-wa-king", recordedBy: .distantFuture) == 39)
        for event in events {
            let expected = events.last { $0.recordedAt <= event.recordedAt }?.position
            #expect(try await log.reader.position(of: "us-wa-king", recordedBy: event.recordedAt) == expected)
            let before = event.recordedAt.addingTimeInterval(-0.000_001)
            let earlier = events.last { $0.recordedAt <= before }?.position ?? -1
            #expect(try await log.reader.position(of: "us-wa-king", recordedBy: before) == earlier)
        }
    }
}
