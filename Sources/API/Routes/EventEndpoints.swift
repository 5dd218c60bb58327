import Access
import Application
import EventModel
import Exchange
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

extension Endpoint {
    /// The log itself.
    static let events: [Endpoint] = [
        Endpoint(
            .get, "/events", "readEvents", .events,
            "Reads the log after a position as CloudEvents 1.0, at once or as they happen. Personal fields stay sealed.",
            .readEvents,
            parameters: [
                .jurisdiction,
                .query("after", .integer("In the log.", -1...Int.max), "The last position that you have; -1 for none."),
                .limit(1000, 100), .minPosition,
            ],
            answer: .init(
                status: .ok,
                description: "A batch of events, or with `Accept: text/event-stream` events as they happen. A stream "
                    + "ends from time to time; go on with `Last-Event-ID`.",
                schema: .list(Schema(.anything, "A CloudEvent.")),
                example: [
                    [
                        "specversion": "1.0", "id": .string(Example.event), "source": "/jurisdictions/us-il-cook",
                        "type": "org.throughline.referral.offered", "subject": .string("referral/\(Example.referral)"),
                        "time": "2026-10-13T15:12:00.000000Z", "datacontenttype": "application/json",
                        "sequence": "00000000000000001820",
                    ]
                ], types: [CloudEvent.batchContentType, "text/event-stream", "application/json"]), read)
    ]

    @Sendable private static func read(_ call: Call) async throws -> Response {
        let slug = try await call.jurisdiction()
        try await call.waitForMinPosition(in: slug)
        let accept = AcceptHeader(call.request.headers[values: .accept].joined(separator: ","))
        let after = call.query["after"].flatMap(Int64.init) ?? -1
        let limit = call.limit ?? 100
        let batch = accept.quality(of: CloudEvent.batchContentType)
        if accept.quality(of: "text/event-stream") > max(batch, accept.quality(of: "application/json")) {
            let last = call.request.headers[.lastEventID].flatMap(Int64.init)
            let stream = EventStream(call.service, in: slug, after: last ?? after, for: call.principal)
            return try await stream.response(to: call.request)
        }
        let events = try await call.throughline.events(in: slug, after: after, limit: limit, for: call.principal)
        let data = CloudEvent.batch(events)
        let isPlain = batch == 0 && accept.quality(of: "application/json") > 0
        var headers: HTTPFields = [
            .contentType: isPlain ? "application/json" : CloudEvent.batchContentType,
            .contentLength: String(data.count),
        ]
        let kept = QueryText.pairs(call.request.uri.query ?? "").filter {
            $0.name != "after" && $0.name != "minPosition"
        }
        func link(_ relation: String, _ after: Int64) -> String {
            "<\(call.request.uri.path)?\(QueryText.text(kept + [("after", String(after))]))>; rel=\"\(relation)\""
        }
        let next = events.count == limit ? events.last.map { [link("next", $0.position)] } ?? [] : []
        headers[.link] = ([link("first", -1)] + next).joined(separator: ", ")
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .location
}
