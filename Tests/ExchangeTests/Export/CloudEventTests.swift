import EventModel
import Exchange
import Foundation
import Testing

@Suite("CloudEvents")
struct CloudEventTests {
    static let payload = #"{"note":"é / \" 😀","z":1,"a":[true,null]}"#

    @Test("An event is written as CloudEvents 1.0.2 says, with our extensions")
    func members() throws {
        let expected = """
            {"specversion":"1.0","id":"0192abcd-ef01-7234-8567-89abcdef0123","source":"/jurisdictions/us-il-cook",\
            "type":"org.throughline.referral.offered","subject":"referral/0192abcd-ef01-7234-8567-000000000001",\
            "time":"2026-10-13T15:12:00.000000Z","datacontenttype":"application/json",\
            "dataschema":"urn:throughline:event:referral.offered:2","sequence":"00000000000000000412",\
            "recordedtime":"2026-10-14T00:00:00.250000Z","correlationid":"0192abcd-ef01-7234-8567-000000000003",\
            "partitionkey":"referral/0192abcd-ef01-7234-8567-000000000001",\
            "causationid":"0192abcd-ef01-7234-8567-000000000004","data":\(Self.payload)}
            """
        #expect(String(decoding: CloudEvent(try Self.event()).json, as: UTF8.self) == expected)
    }

    @Test("Required attributes are there, and attribute names are lower-case letters and digits of 20 at most")
    func attributes() throws {
        let object = try read(CloudEvent(try Self.event { $0.occurredOnDateOnly = true }).json)
        for name in ["id", "source", "specversion", "type"] {
            #expect((object[name] as? String)?.isEmpty == false, "\(name)")
        }
        for name in object.keys { #expect(name.wholeMatch(of: /[a-z0-9]{1,20}/) != nil, "\(name)") }
        #expect(object["dateonly"] as? Bool == true)
    }

    @Test("The payload is the stored bytes, byte for byte")
    func data() throws {
        let json = CloudEvent(try Self.event()).json
        #expect(json.range(of: Data(Self.payload.utf8)) != nil)
    }

    @Test("Who acted is not told")
    func noActor() throws {
        let actor = try #require(UUID(uuidString: "0192ABCD-EF01-7234-8567-00000000000A"))
        let json = CloudEvent(try Self.event { $0.actor = actor }).json
        #expect(!String(decoding: json, as: UTF8.self).lowercased().contains(actor.text))
    }

    @Test("An event without a cause, or whose payload was destroyed, is whole without them")
    func absent() throws {
        let object = try read(
            CloudEvent(
                try Self.event {
                    $0.causationID = nil
                    $0.payload = Data()
                }
            ).json)
        #expect(object["causationid"] == nil)
        #expect(object["data"] == nil)
        #expect(object["dateonly"] == nil)
    }

    @Test("Sequences sort as texts in the order of positions")
    func sequence() throws {
        let positions: [Int64] = [0, 9, 10, 99, 1_000_000, .max]
        let sequences = try positions.map { position in
            try #require(try read(CloudEvent(try Self.event { $0.position = position }).json)["sequence"] as? String)
        }
        #expect(sequences == sequences.sorted())
        #expect(Set(sequences.map(\.count)) == [20])
    }

    @Test("A batch is one array", arguments: [0, 1, 3])
    func batch(count: Int) throws {
        let events = try (0..<count).map { number in try Self.event { $0.position = Int64(number) } }
        let objects = try JSONSerialization.jsonObject(with: CloudEvent.batch(events)) as? [[String: Any]]
        #expect(objects?.count == count)
        #expect(CloudEvent.contentType == "application/cloudevents+json")
        #expect(CloudEvent.batchContentType == "application/cloudevents-batch+json")
    }

    private func read(_ json: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }

    private static func event(_ edit: (inout RecordedEvent) -> Void = { _ in }) throws -> RecordedEvent {
        func id(_ last: String) throws -> UUID { try #require(UUID(uuidString: "0192ABCD-EF01-7234-8567-\(last)")) }
        var event = RecordedEvent(
            jurisdiction: "us-il-cook", position: 412, stream: StreamID("referral", try id("000000000001")),
            streamVersion: 2, id: try id("89ABCDEF0123"), type: "referral.offered", schemaVersion: 2,
            occurredAt: try #require(Date(rfc3339: "2026-10-13T15:12:00Z")),
            recordedAt: try #require(Date(rfc3339: "2026-10-14T00:00:00.25Z")), commandID: try id("000000000002"),
            correlationID: try id("000000000003"), causationID: try id("000000000004"), payload: Data(payload.utf8))
        edit(&event)
        return event
    }
}
