import CountySupport
import Foundation
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Testing

@testable import API

@Suite("Events", .timeLimit(.minutes(2)))
struct EventTests {
    private static let secrets = ["Marcus", "Okafor", "Secret need", "555 0142", "26-CR-01877"]

    @Test("The log comes as CloudEvents, page by page, with nothing personal to read")
    func batch() async throws {
        try await TestServer.run { _, client in
            _ = try await client.offered()
            let all = try await client.get("/events", as: .auditor)
            #expect(all.headers[.contentType] == "application/cloudevents-batch+json")
            let events = try #require(all.json.elements)
            #expect(events.allSatisfy { $0["specversion"] == "1.0" && $0["id"]?.text != nil })
            #expect(events.contains { $0["type"] == "org.throughline.referral.offered" })
            for secret in Self.secrets { #expect(!all.text.contains(secret)) }
            let page = try await client.get("/events?limit=2&after=0", as: .auditor)
            #expect(page.json.elements?.count == 2)
            #expect(page.json.elements?.first?["sequence"]?.text?.hasSuffix("1") == true)
            #expect(page.headers[values: .link].joined().contains("after=2>; rel=\"next\""))
            let plain = try await client.get("/events?limit=1", as: .auditor, [.accept: "application/json"])
            #expect(plain.headers[.contentType] == "application/json")
            #expect(try await client.get("/events", as: .auditor, [.accept: "text/html"]).status == 406)
        }
    }

    @Test("A stream sends what there is, then what comes, each once and in order, and goes on after the last id")
    func stream() async throws {
        try await TestServer.run(options: { options in
            options.heartbeat = .milliseconds(100)
            options.streamLifetime = .milliseconds(1500)
        }) { _, client in
            let offer = try await client.offered()
            async let streamed = client.get("/events", as: .auditor, [.accept: "text/event-stream"])
            let accepted = try await client.step("accept", on: offer)
            let reply = try await streamed
            #expect(reply.headers[.contentType] == "text/event-stream")
            #expect(reply.headers[.cacheControl] == "no-store")
            let ids = reply.text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap {
                Int($0.dropFirst(4))
            }
            #expect(ids == Array(0...accepted.position))
            #expect(reply.text.contains(": here"))
            for secret in Self.secrets { #expect(!reply.text.contains(secret)) }
            let rest = try await client.get(
                "/events", as: .auditor, [.accept: "text/event-stream", .lastEventID: "\(offer.position)"])
            #expect(!rest.text.contains("id: \(offer.position)\n"))
            #expect(rest.text.contains("id: \(accepted.position)\n"))
            #expect(try await client.get("/events", as: .partner, [.accept: "text/event-stream"]).status == 403)
        }
    }

    @Test("A stream ends when its client leaves, and when the server stops")
    func leaving() async throws {
        let clock = ContinuousClock()
        let stopping = Mutex(clock.now)
        try await TestServer.run(options: { options in
            options.isLive = true
            options.streamLifetime = .seconds(100)
            options.heartbeat = .milliseconds(100)
        }) { server, client in
            let port = try #require(client.client.port)
            func listen() throws -> Process {
                let curl = Process()
                curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                curl.arguments = [
                    "curl", "-sN", "-o", "/dev/null", "-H", "Accept: text/event-stream", "-H",
                    "Authorization: Bearer \(server.tokens[.auditor] ?? "")",
                    "http://127.0.0.1:\(port)/api/v1/events",
                ]
                try curl.run()
                return curl
            }
            let first = try listen()
            try await server.openStreams.reach(1)
            // The server's way to stop leaves SIGTERM ignored in this process and its children.
            kill(first.processIdentifier, SIGKILL)
            try await server.openStreams.reach(0)
            _ = try listen()
            try await server.openStreams.reach(1)
            stopping.withLock { $0 = clock.now }
        }
        #expect(stopping.withLock { $0 }.duration(to: clock.now) < .seconds(8))
    }
}
