import EventModel
import Foundation
import Ledger
import Testing

@Suite("Commitments")
struct CommitmentTests {
    static let origin = "log.example/us-zz-halden"

    static func event(_ change: (inout RecordedEvent) -> Void = { _ in }) throws -> RecordedEvent {
        func id(_ last: Int) throws -> UUID {
            try #require(UUID(uuidString: "018F0000-0000-7000-8000-00000000000\(last)"))
        }
        var event = RecordedEvent(
            jurisdiction: "us-zz-halden", position: 12, stream: StreamID("referral", try id(1)), streamVersion: 3,
            id: try id(2), type: "referral.offered", schemaVersion: 2,
            occurredAt: Date(timeIntervalSince1970: 1_790_000_000.25),
            recordedAt: Date(timeIntervalSince1970: 1_790_000_000.5),
            actor: try id(3), commandID: try id(4), correlationID: try id(5), module: "halden \"first\"\u{1}é",
            payload: Data(#"{"a":1}"#.utf8))
        change(&event)
        return event
    }

    static let salt = [UInt8](repeating: 9, count: 16)
    static let digest = PayloadDigest.of(salt: salt, payload: Data(#"{"a":1}"#.utf8))

    @Test("An entry is the documented JSON, byte for byte")
    func bytes() throws {
        let event = try Self.event()
        let commitment = Commitment(to: event, digest: Self.digest, salt: Self.salt, origin: Self.origin)
        #expect(
            String(decoding: commitment.bytes, as: UTF8.self)
                == #"{"at":"2026-09-21T14:13:20.500000Z","digest":"sha256:\#(Self.digest.hex)","epoch":0,"#
                + #""id":"018f0000-0000-7000-8000-000000000002","kind":"event","log":"log.example/us-zz-halden","#
                + #""meta":"sha256:\#(EventColumns.digest(of: event, salt: EventColumns.salt(from: Self.salt)).hex)","position":12,"v":1}"#
        )
        #expect(
            String(decoding: EventColumns.bytes(of: event), as: UTF8.self)
                == #"{"actor":"018f0000-0000-7000-8000-000000000003","causationId":null,"#
                + #""commandId":"018f0000-0000-7000-8000-000000000004","#
                + #""correlationId":"018f0000-0000-7000-8000-000000000005","jurisdiction":"us-zz-halden","#
                + #""module":"halden \"first\"\u0001é","occurredAt":"2026-09-21T14:13:20.250000Z","#
                + #""occurredOnDateOnly":false,"organization":null,"policyVersion":null,"schemaVersion":2,"#
                + #""streamId":"018f0000-0000-7000-8000-000000000001","streamKind":"referral","streamVersion":3,"#
                + #""type":"referral.offered"}"#)
    }

    @Test("Both objects are what a general writer of sorted JSON writes")
    func canonical() throws {
        let event = try Self.event { $0.policyVersion = "tab\t nl\n slash/ back\\ \u{8}\u{C}\r \u{1F600}" }
        for bytes in [
            EventColumns.bytes(of: event),
            Commitment(to: event, digest: Self.digest, salt: Self.salt, origin: Self.origin).bytes,
        ] {
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            #expect(
                String(decoding: try encoder.encode(value), as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("Both digests are the documented hashes, and neither can be found by who does not know the salt")
    func digests() throws {
        let event = try Self.event()
        #expect(Self.digest == Hash256(hashing: Self.salt + Array(#"{"a":1}"#.utf8)))
        let salt = Hash256(hashing: Array("meta".utf8) + Self.salt)
        #expect(EventColumns.salt(from: Self.salt) == salt)
        #expect(
            EventColumns.digest(of: event, salt: salt) == Hash256(hashing: salt.bytes + EventColumns.bytes(of: event)))
        let otherwise = Commitment(
            to: event, digest: Self.digest, salt: Self.salt.reversed() + [1], origin: Self.origin)
        let usual = Commitment(to: event, digest: Self.digest, salt: Self.salt, origin: Self.origin)
        #expect(otherwise.meta != usual.meta)
    }

    @Test("A change to any column changes the entry")
    func everyColumn() throws {
        let other = UUID()
        let changes: [(String, (inout RecordedEvent) -> Void)] = [
            ("jurisdiction", { $0.jurisdiction = "us-zz-other" }), ("position", { $0.position += 1 }),
            ("stream kind", { $0.stream.kind = "case" }), ("stream id", { $0.stream.id = other }),
            ("stream version", { $0.streamVersion += 1 }), ("event id", { $0.id = other }),
            ("type", { $0.type += "x" }),
            ("schema version", { $0.schemaVersion += 1 }), ("occurred at", { $0.occurredAt += 0.000_001 }),
            ("occurred on date only", { $0.occurredOnDateOnly.toggle() }),
            ("recorded at", { $0.recordedAt -= 0.000_001 }),
            ("actor", { $0.actor = nil }), ("organization", { $0.organization = other }),
            ("command", { $0.commandID = other }),
            ("correlation", { $0.correlationID = other }), ("causation", { $0.causationID = other }),
            ("module", { $0.module = nil }), ("policy version", { $0.policyVersion = "" }),
        ]
        var leaves = [Commitment(to: try Self.event(), digest: Self.digest, salt: Self.salt, origin: Self.origin).leaf]
        for (_, change) in changes {
            leaves.append(
                Commitment(to: try Self.event(change), digest: Self.digest, salt: Self.salt, origin: Self.origin).leaf)
        }
        let salted = PayloadDigest.of(salt: [UInt8](repeating: 8, count: 16), payload: Data(#"{"a":1}"#.utf8))
        let payload = PayloadDigest.of(salt: [UInt8](repeating: 9, count: 16), payload: Data(#"{"a":2}"#.utf8))
        leaves += [salted, payload].map { digest in
            Commitment(
                origin: Self.origin, position: 12, eventID: other, recordedAt: Date(), digest: digest, meta: digest
            ).leaf
        }
        #expect(Set(leaves).count == leaves.count)
    }

    @Test("An entry reads back, and any other spelling of it is refused")
    func parsing() throws {
        let commitment = Commitment(
            to: try Self.event(), digest: Self.digest, salt: Self.salt, origin: Self.origin, epoch: 3, kind: .keyEpoch)
        let text = String(decoding: commitment.bytes, as: UTF8.self)
        let read = try Commitment(parsing: commitment.bytes)
        #expect(read == commitment && read.kind == .keyEpoch && read.epoch == 3)
        for bad in [
            "", "{}", "[]", text + " ", " " + text, text.replacing(",\"v\":1", with: ", \"v\":1"),
            text.replacing("\"v\":1", with: "\"v\":2"), text.replacing("\"v\":1", with: "\"v\":1.0"),
            text.replacing("\"v\":1", with: "\"v\":1,\"w\":1"), text.replacing("\"epoch\":3,", with: ""),
            text.replacing("\"epoch\":3", with: "\"epoch\":-3"), text.replacing("\"epoch\":3", with: "\"epoch\":03"),
            text.replacing("\"epoch\":3", with: "\"epoch\":\"3\""), text.replacing("sha256:", with: "SHA256:"),
            text.replacing("key-epoch", with: "other"), text.replacing("018f", with: "018F"),
            text.replacing("Z\"", with: "+00:00\""), text.replacing("log.example", with: "log\\u002eexample"),
            text.replacing("\"v\":1", with: "\"v\":1,\"v\":1"),
        ] { #expect(throws: FormatError.self, "\(bad)") { try Commitment(parsing: Array(bad.utf8)) } }
    }

    @Test("Any number has a form of its own", arguments: [0, 1, 9, 10, -1, -10, .max, .min, .min + 1] as [Int64])
    func numbers(number: Int64) throws {
        let text = String(decoding: EventColumns.bytes(of: try Self.event { $0.streamVersion = number }), as: UTF8.self)
        #expect(text.contains("\"streamVersion\":\(number),"))
    }

    @Test("Moments are written as everywhere else", arguments: 1...4 as ClosedRange<UInt64>)
    func moments(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let micros = Int64.random(in: -11_000_000_000_000_000...250_000_000_000_000_000, using: &random)
            let moment = Date(timeIntervalSinceReferenceDate: Double(micros) / 1_000_000)
            let event = try Self.event { $0.occurredAt = moment }
            let text = String(decoding: EventColumns.bytes(of: event), as: UTF8.self)
            #expect(text.contains("\"occurredAt\":\"\(moment.rfc3339)\""))
        }
    }

    @Test("The last microsecond of a far day is written as everywhere else, without a crash")
    func lastOfADay() throws {
        for year in 1970...2400 {
            let midnight = try #require(Day(year: year, month: 3, day: 2)).daysSince1970 * 86_400 - 978_307_200
            let moment = Date(timeIntervalSinceReferenceDate: Double(midnight) - 0.000_001)
            let text = String(
                decoding: EventColumns.bytes(of: try Self.event { $0.occurredAt = moment }), as: UTF8.self)
            #expect(text.contains("\"occurredAt\":\"\(moment.rfc3339)\""))
        }
    }

    @Test("A moment that no calendar writes is committed to without a crash")
    func impossibleMoments() throws {
        let moments = [9_223_372_036_854.775, -9_223_372_036_854.775, .infinity, 260_000_000_000]
        let leaves = try moments.map { seconds in
            let event = try Self.event { $0.occurredAt = Date(timeIntervalSinceReferenceDate: seconds) }
            return Commitment(to: event, digest: Self.digest, salt: Self.salt, origin: Self.origin).leaf
        }
        #expect(Set(leaves).count == leaves.count)
    }
}
