import Access
import Application
import EventModel
import Exchange
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// The log as server-sent events: each event once, in order, its position as the id.
///
/// It ends when the client leaves, when the server stops, and after a while, so that a right that was taken away does
/// not go on. The client comes back by itself and says with `Last-Event-ID` what it has.
struct EventStream: Sendable {
    private let service: Service
    private let jurisdiction: String
    private let start: Int64
    private let principal: Principal

    init(_ service: Service, in jurisdiction: String, after position: Int64, for principal: Principal) {
        self.service = service
        self.jurisdiction = jurisdiction
        start = position
        self.principal = principal
    }

    private enum Signal: Sendable { case look, beat }

    func response(to request: Request) async throws -> Response {
        // Before the first byte, so that whoever may not read it gets a proper answer.
        let first = try await events(after: start)
        let (signals, ring) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(4))
        let body = ResponseBody { writer in
            try await request.body.consumeWithInboundCloseHandler { _ in
                try await withGracefulShutdownHandler {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { await listen(ring) }
                        group.addTask { await beat(ring) }
                        try await write(first, signals, to: &writer)
                        group.cancelAll()
                    }
                } onGracefulShutdown: {
                    ring.finish()
                }
            } onInboundClosed: {
                ring.finish()
            }
            try await writer.finish(nil)
        }
        // The second header keeps proxies from holding events back.
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .accelBuffering: "no"], body: body)
    }

    @concurrent private func write(
        _ first: [RecordedEvent], _ signals: AsyncStream<Signal>, to writer: inout any ResponseBodyWriter
    ) async throws {
        var position = start
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        try await write(first, &position, to: &writer)
        if first.count == Self.batch { try await writeNews(&position, to: &writer) }
        for await signal in signals {
            if signal == .beat { try await writer.write(ByteBuffer(string: ": here\n\n")) }
            try await writeNews(&position, to: &writer)
        }
    }

    /// Writes batch after batch until there is no more.
    @concurrent private func writeNews(_ position: inout Int64, to writer: inout any ResponseBodyWriter) async throws {
        while true {
            let news = try await events(after: position)
            try await write(news, &position, to: &writer)
            guard news.count == Self.batch else { return }
        }
    }

    @concurrent private func write(
        _ events: [RecordedEvent], _ position: inout Int64, to writer: inout any ResponseBodyWriter
    ) async throws {
        guard let last = events.last else { return }
        var text = ""
        for event in events {
            text += "id: \(event.position)\ndata: \(String(decoding: CloudEvent(event).json, as: UTF8.self))\n\n"
        }
        try await writer.write(ByteBuffer(string: text))
        position = last.position
    }

    private static let batch = 500

    private func events(after position: Int64) async throws -> [RecordedEvent] {
        try await service.throughline.events(in: jurisdiction, after: position, limit: Self.batch, for: principal)
    }

    private func listen(_ ring: AsyncStream<Signal>.Continuation) async {
        for await news in service.wakeups() where news.contains(jurisdiction) { ring.yield(.look) }
    }

    /// Says from time to time that the stream lives, and ends it when its time is over.
    private func beat(_ ring: AsyncStream<Signal>.Continuation) async {
        let end = ContinuousClock.now + service.streamLifetime
        while ContinuousClock.now < end {
            let pause = min(service.heartbeat, ContinuousClock.now.duration(to: end))
            guard (try? await Task.sleep(for: pause)) != nil else { return }
            if ContinuousClock.now < end { ring.yield(.beat) }
        }
        ring.finish()
    }
}

extension HTTPField.Name {
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .cacheControl
}
