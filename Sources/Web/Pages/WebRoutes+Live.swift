import Access
import Application
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Tells open pages that referrals have changed: ids and versions, never a name. The page asks for the rest itself.
extension WebRoutes {
    private enum Signal: Sendable { case news, beat, end }

    func addLive(to router: Router<GatewayContext>) {
        data("/live", on: router) { visit in
            let (request, principal) = (visit.request, try visit.principal())
            let slug = try visit.slug()
            let only = visit.query["referral"].flatMap { UUID(uuidString: $0) }
            let seen = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap { Int64($0) }
            let start: Int64
            if let seen { start = seen } else { start = try await throughline.listPosition(in: slug) }
            // Refuses at once who may see no list at all.
            _ = try await throughline.changedReferrals(in: slug, after: .max, for: principal)
            var response = Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    try await stream(slug, after: start, only: only, for: principal, to: &writer)
                    try await writer.finish(nil)
                })
            if let buffering = HTTPField.Name("X-Accel-Buffering") { response.headers[buffering] = "no" }
            return response
        }
    }

    @concurrent private func stream(
        _ slug: String, after start: Int64, only: UUID?, for principal: Principal,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        var position = start
        let (heartbeat, lifetime) = (heartbeat, streamLifetime)
        let (signals, sender) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(16))
        let wakeups = wakeups()
        let sources = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await jurisdictions in wakeups where jurisdictions.contains(slug) { sender.yield(.news) }
                }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: heartbeat)
                        sender.yield(.beat)
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: lifetime)
                    sender.yield(.end)
                }
            }
        }
        defer {
            sources.cancel()
            sender.finish()
        }
        try await writer.write(ByteBuffer(string: ": watching\n\n"))
        sender.yield(.news)
        for await signal in signals.cancelOnGracefulShutdown() {
            switch signal {
            case .end: return
            case .beat: try await writer.write(ByteBuffer(string: ": still here\n\n"))
            case .news:
                let changes = try await throughline.news(in: slug, after: position, for: principal)
                for change in changes where only == nil || change.id == only {
                    let data =
                        #"{"kind":"changed","id":"\#(change.id.text)","ids":["\#(change.id.text)"],"version":\#(change.version)}"#
                    try await writer.write(
                        ByteBuffer(string: "event: referral\nid: \(change.position)\ndata: \(data)\n\n"))
                }
                position = changes.map(\.position).max() ?? position
            }
        }
    }
}
