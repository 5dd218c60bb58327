@testable import EventLog
import EventModel
import Foundation
import Postgres
import Testing

@Suite("Scanning the log", .timeLimit(.minutes(5)))
struct ScanTests {
    /// A log whose events have, at random, every column and every null that an event can have.
    private static func filled(_ jurisdiction: String, count: Int) async throws -> LogDatabase {
        let log = try await LogDatabase()
        let payloads = [
            "{}", #"{"text":"ä😀\n"}"#, #"{ "kept" : "as it is written" }"#,
            #"{"long":"\#(String(repeating: "x", count: 100_000))"}"#,
        ]
        try await log.appending { appender in
            for index in 0..<count {
                func maybe<Value>(_ value: Value) -> Value? { Bool.random() ? value : nil }
                let event = EventToAppend(
                    stream: StreamID(["thing", "person"][index % 2], UUID()), id: UUID(),
                    type: ["thing.made", "thing.moved", "it's.odd"][index % 3], schemaVersion: Int.random(in: 1...9),
                    occurredAt: Date(timeIntervalSinceReferenceDate: Double.random(in: -1e9...8e8)),
                    occurredOnDateOnly: .random(), payload: Data(payloads[index % 4].utf8))
                _ = try await appender.append(
                    AppendRequest(
                        jurisdiction: jurisdiction, commandID: UUID(), fingerprint: [1], actor: maybe(UUID()),
                        organization: maybe(UUID()), correlationID: maybe(UUID()), causationID: maybe(UUID()),
                        module: maybe("cook-county"), policyVersion: maybe("2026-1"), events: [event]))
            }
        }
        return log
    }

    @Test(
        "No text ends its string constant",
        arguments: [
            ("us-il-cook", "E'us-il-cook'"), ("it's", "E'it''s'"), ("\\'", "E'\\\\'''"), ("'\u{301}", "E'''\u{301}'"),
            ("\u{600}'", "E'\u{600}'''"), ("\\\u{301}", "E'\\\\\u{301}'"),
        ])
    func literals(text: String, literal: String) {
        #expect(EventReader.literal(text).utf8.elementsEqual(literal.utf8))
    }

    private static func scanned(
        _ log: LogDatabase, _ jurisdiction: String, after: Int64 = -1, upTo last: Int64? = nil,
        types: Set<String>? = nil
    ) async throws -> [RecordedEvent] {
        try await log.pool.run { session in
            var events: [RecordedEvent] = []
            try EventReader.scan(jurisdiction, after: after, upTo: last, types: types, on: session) {
                events.append($0)
            }
            return events
        }
    }

    @Test(
        "A scan gives the very events that pages give, whatever is in them", arguments: ["us-wa-king", #"o'dd\name"#])
    func equal(jurisdiction: String) async throws {
        let log = try await Self.filled(jurisdiction, count: 60)
        let pages = try await log.reader.read(jurisdiction)
        #expect(pages.count == 60)
        #expect(try await Self.scanned(log, jurisdiction) == pages)
        #expect(try await log.reader.scan(jurisdiction, into: [RecordedEvent]()) { $0.append($1) } == pages)
        #expect(try await Self.scanned(log, jurisdiction, after: 9, upTo: 19) == Array(pages[10...19]))
        #expect(
            try await Self.scanned(log, jurisdiction, types: ["it's.odd", "unheard.of"])
                == pages.filter { $0.type == "it's.odd" })
        #expect(try await Self.scanned(log, jurisdiction, types: []) == [])
        #expect(try await Self.scanned(log, "nowhere") == [])
    }

    @Test("A reader that throws ends the scan, and the session goes on")
    func stops() async throws {
        let log = try await Self.filled("us-wa-king", count: 10)
        struct Enough: Error {}
        try await log.pool.run { session throws in
            var count = 0
            #expect(throws: Enough.self) {
                try EventReader.scan("us-wa-king", on: session) { _ in
                    count += 1
                    if count == 4 { throw Enough() }
                }
            }
            #expect(count == 4)
            #expect(try EventReader.head("us-wa-king", on: session) == 9)
        }
    }
}
