import EventModel
import Foundation
import Testing

@Suite("Versions of an event")
struct UpcastTests {
    static let today = #"{"provider":"p-1","reason":"nearest","urgent":false}"#

    @Test(
        "A document of any version reads as today's shape",
        arguments: [
            (1, #"{"who":"p-1"}"#, "not recorded"), (2, #"{"provider":"p-1","why":"near"}"#, "near"),
            (3, #"{"provider":"p-1","reason":"nearest"}"#, "nearest"), (4, Self.today, "nearest"),
        ])
    func everyVersion(version: Int, document: String, reason: String) throws {
        let event = try Assigned(stored: Data(document.utf8), version: version)
        #expect(event == Assigned(provider: "p-1", reason: reason, urgent: false))
    }

    @Test("A document of today's version is not touched by the steps")
    func noSteps() throws {
        #expect(throws: DecodingError.self) { try Assigned(stored: Data(#"{"who":"p-1"}"#.utf8), version: 4) }
    }

    @Test("A version from the future is refused, naming type and version")
    func future() throws {
        let error = try #require(throws: EventCodingError.self) {
            try Assigned(stored: Data(Self.today.utf8), version: 5)
        }
        #expect(error.code == .fromTheFuture)
        #expect(error.type == "test.assigned")
        #expect(error.version == 5)
        #expect("\(error)" == "test.assigned version 5 was written by a newer Throughline; upgrade this server.")
    }

    @Test("A missing step is named, not skipped", arguments: [0, -1])
    func missingFirstStep(version: Int) throws {
        let error = try #require(throws: EventCodingError.self) {
            try Assigned(stored: Data(Self.today.utf8), version: version)
        }
        #expect(error.code == .missingUpcast)
        #expect(error.version == version)
    }

    @Test("A gap in the middle of the chain is named by the version that has no step")
    func missingMiddleStep() throws {
        let error = try #require(throws: EventCodingError.self) { try Gapped(stored: Data("{}".utf8), version: 1) }
        #expect(error.code == .missingUpcast)
        #expect(error.version == 2)
        #expect("\(error)" == "test.gapped version 2 has no upcast step.")
    }

    @Test("A step sees every stored value as it was")
    func valuesSurvive() throws {
        let text = "quote \" slash / back \\ line\n\u{2028} é 😀 \u{7F}"
        let old = try JSONEncoder().encode(["who": text])
        #expect(try Assigned(stored: old, version: 1).provider == text)
    }

    @Test(
        "A broken document of an older version is an error, not a crash",
        arguments: ["", "[]", "{", "12", "{\"a\":0.5}"])
    func broken(document: String) {
        #expect(throws: DecodingError.self) { try Assigned(stored: Data(document.utf8), version: 1) }
    }

    @Test("A family reads its own types from the record and leaves others alone")
    func families() throws {
        let assigned = try #require(try Family(record(type: "test.assigned", version: 4, Self.today)))
        #expect(assigned == .assigned(.init(provider: "p-1", reason: "nearest", urgent: false)))
        let older = try #require(try Family(record(type: "test.assigned", version: 1, #"{"who":"p-2"}"#)))
        #expect(older == .assigned(.init(provider: "p-2", reason: "not recorded", urgent: false)))
        #expect(try Family(record(type: "test.gapped", version: 3, "{}")) == .gapped(.init()))
        #expect(try Family(record(type: "other.thing", version: 1, "not JSON")) == nil)
        #expect(throws: EventCodingError.self) { try Family(record(type: "test.gapped", version: 4, "{}")) }
    }

    @Test("A decoder knows the type and version that its payload writes")
    func decoders() {
        #expect(Family.decoders.map(\.type) == ["test.assigned", "test.gapped"])
        #expect(Family.decoders.map(\.version) == [4, 3])
        #expect(Family.gapped(.init()).payload as? Gapped == Gapped())
    }

    private func record(type: String, version: Int, _ payload: String) -> RecordedEvent {
        let id = TimeOrderedIDs().next()
        return RecordedEvent(
            jurisdiction: "us-il-cook", position: 0, stream: StreamID("test", id), streamVersion: 1, id: id, type: type,
            schemaVersion: version, occurredAt: Date(timeIntervalSince1970: 0),
            recordedAt: Date(timeIntervalSince1970: 1), commandID: id, correlationID: id, payload: Data(payload.utf8))
    }
}

/// Version 2 named the provider so, version 3 the reason, version 4 added the urgency.
private struct Assigned: EventPayload {
    static let type = "test.assigned"
    static let version = 4
    static var upcasts: [Int: @Sendable (inout JSONObject) -> Void] {
        [
            1: {
                $0["provider"] = $0.removeValue(forKey: "who")
                $0["why"] = "not recorded"
            },
            2: { $0["reason"] = $0.removeValue(forKey: "why") },
            3: { $0["urgent"] = false },
        ]
    }
    var provider: String
    var reason: String
    var urgent: Bool
}

private struct Gapped: EventPayload {
    static let type = "test.gapped"
    static let version = 3
    static var upcasts: [Int: @Sendable (inout JSONObject) -> Void] { [1: { $0["one"] = 1 }] }
}

private enum Family: EventFamily {
    case assigned(Assigned)
    case gapped(Gapped)

    static let decoders: EventDecoders<Family> = [.init(Family.assigned), .init(Family.gapped)]

    var payload: any EventPayload {
        switch self {
        case .assigned(let payload): payload
        case .gapped(let payload): payload
        }
    }
}
