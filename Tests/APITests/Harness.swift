import Access
import Application
import CountySupport
import EventLog
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Testing
import TestSupport

@testable import API

/// A whole server without a socket: the real router over a county of its own.
struct TestServer: Sendable {
    let county: TestCounty
    /// A bearer token of each person.
    let tokens: [TestCounty.Person: String]
    let router: Router<GatewayContext>.Responder
    /// How many streams of events are open.
    let openStreams = OpenStreams()

    /// Runs a test beside a server, and closes everything after it.
    static func run(
        options: (inout Options) -> Void = { _ in }, _ test: @Sendable (TestServer, Client) async throws -> Void
    ) async throws {
        var chosen = Options()
        options(&chosen)
        try await TestCounty.run { county in
            let server = try await TestServer(county, chosen)
            let app = Hummingbird.Application(responder: server.router, logger: .quiet)
            try await app.test(chosen.isLive ? .live : .router) { client in
                try await test(server, Client(client: client, server: server))
            }
        }
    }

    struct Options: Sendable {
        var heartbeat = Duration.seconds(15)
        var streamLifetime = Duration.milliseconds(400)
        var publicURL = "http://127.0.0.1:8080"
        var isLive = false
    }

    private init(_ county: TestCounty, _ options: Options) async throws {
        self.county = county
        var tokens: [TestCounty.Person: String] = [:]
        for person in TestCounty.Person.allCases {
            let account = county.principal(person).accountID
            tokens[person] = try await county.access.createToken(
                for: account, label: "test", scopes: Set(TokenScope.allCases), expires: nil, by: account, now: Date()
            ).secret
        }
        self.tokens = tokens

        let door = FrontDoor(access: county.access, publicURL: options.publicURL)
        let routes = door.router()
        let (follower, openStreams) = (county.site.follower, openStreams)
        APIRoutes(
            throughline: county.throughline, wakeups: { openStreams.counting(follower.wakeups()) },
            heartbeat: options.heartbeat,
            streamLifetime: options.streamLifetime
        ).add(to: routes)
        door.close(routes)
        router = routes.buildResponder()
    }
}

/// Counts the streams that listen for news.
final class OpenStreams: Sendable {
    private let open = Mutex(0)

    var count: Int { open.withLock { $0 } }

    func counting(_ news: AsyncStream<Set<String>>) -> AsyncStream<Set<String>> {
        open.withLock { $0 += 1 }
        let (counted, continuation) = AsyncStream.makeStream(of: Set<String>.self)
        let forwarding = Task {
            for await item in news { continuation.yield(item) }
            continuation.finish()
        }
        continuation.onTermination = { _ in
            forwarding.cancel()
            self.open.withLock { $0 -= 1 }
        }
        return counted
    }

    /// Waits, for 10 seconds at most, until there are so many.
    func reach(_ wanted: Int) async throws {
        for _ in 0..<500 where count != wanted { try await Task.sleep(for: .milliseconds(20)) }
        #expect(count == wanted)
    }
}

/// What the API answered.
struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var text: String

    var json: JSON { (try? JSONDecoder().decode(JSON.self, from: Data(text.utf8))) ?? .null }
    var code: String? { json["code"]?.text }
    var id: String { json["id"]?.text ?? "" }
    var version: Int { json["version"]?.integer ?? -1 }
    var position: Int { json["position"]?.integer ?? -1 }
    var items: [JSON] { json["items"]?.elements ?? [] }
    /// The places that a problem names.
    var places: [String] {
        (json["errors"]?.elements ?? []).map { $0["pointer"]?.text ?? $0["parameter"]?.text ?? "" }
    }
}

extension JSON {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
    var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
}

/// Calls the API as one of the people, and holds every answer against what the endpoint promises.
struct Client: Sendable {
    let client: any TestClientProtocol
    let server: TestServer

    func get(
        _ path: String, as person: TestCounty.Person? = .prosecutor, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        try await send(.get, path, as: person, headers, nil)
    }

    /// Sends a command under a key of its own, unless one is given.
    func post(
        _ path: String, _ body: JSON? = nil, as person: TestCounty.Person? = .prosecutor, version: Int? = nil,
        key: String? = nil, _ headers: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = headers
        if headers[.idempotencyKey] == nil { headers[.idempotencyKey] = key ?? "\"\(UUID().uuidString)\"" }
        if let version { headers[.ifMatch] = "\"\(version)\"" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(.post, path, as: person, headers, body?.data())
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, as person: TestCounty.Person?, _ headers: HTTPFields = [:],
        _ body: Data? = nil
    ) async throws -> Reply {
        var headers = headers
        if let person, headers[.authorization] == nil {
            headers[.authorization] = "Bearer \(server.tokens[person] ?? "")"
        }
        let uri = path.hasPrefix("/api") || path.hasPrefix("/openapi") ? path : APIRoutes.base + path
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        let reply = Reply(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        check(reply, method, uri)
        return reply
    }

    /// Every answer keeps what the document promises.
    private func check(_ reply: Reply, _ method: HTTPRequest.Method, _ uri: String) {
        if reply.status >= 400, method != .head {
            #expect(reply.headers[.contentType] == "application/problem+json", "\(method) \(uri): \(reply.text)")
            for member in ["type", "title", "status", "detail", "code", "errors", "traceId"] {
                #expect(reply.json[member] != nil, "\(method) \(uri) has no \(member)")
            }
            #expect(reply.status != 500, "\(method) \(uri): \(reply.text)")
        }
        let path = uri.split(separator: "?")[0].dropFirst(APIRoutes.base.count)
        guard reply.status < 300, reply.headers[.contentType] == "application/json",
            let endpoint = APIRoutes.endpoints.first(where: { $0.method == method && $0.fits(path) })
        else { return }
        #expect(reply.status == endpoint.answer.status.code)
        let errors = endpoint.answer.schema.check(reply.json)
        #expect(errors.isEmpty, "\(endpoint.operationID) answered \(reply.text): \(errors)")
    }
}

extension Endpoint {
    fileprivate func fits(_ path: some StringProtocol) -> Bool {
        let template = self.path.split(separator: "/")
        let segments = path.split(separator: "/")
        return template.count == segments.count
            && zip(template, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

/// The steps that most tests begin with.
extension Client {
    /// A registered person with a case.
    func person(_ given: String = "Marcus", _ family: String = "Okafor") async throws -> (id: String, caseID: String) {
        let made = try await post(
            "/participants",
            [
                "givenName": .string(given), "familyName": .string(family), "phone": "+1 312 555 0142",
                "race": ["value": "Black", "source": "self"], "caseNumber": "26-CR-01877",
            ])
        try #require(made.status == 201, "\(made.text)")
        return (made.id, made.json["caseId"]?.text ?? "")
    }

    @discardableResult
    func consent(_ person: String, scope: [JSON] = ["name", "phone", "need"], to partner: UUID? = nil) async throws
        -> Reply
    {
        let made = try await post(
            "/participants/\(person)/consents",
            [
                "scope": .array(scope), "recipients": [.string((partner ?? server.county.partner).text)],
                "method": "in-person", "signedOn": .string(server.county.clock.today.description),
            ])
        try #require(made.status == 201, "\(made.text)")
        return made
    }

    func draft(_ person: (id: String, caseID: String), share: [JSON] = ["name", "need"]) async throws -> Reply {
        let made = try await post(
            "/referrals",
            [
                "participant": .string(person.id), "caseId": .string(person.caseID),
                "program": .string(server.county.program.text), "need": "Secret need for housing",
                "share": .array(share),
            ])
        try #require(made.status == 201, "\(made.text)")
        return made
    }

    /// A referral that was offered to the partner.
    func offered() async throws -> Reply {
        let person = try await person()
        try await consent(person.id)
        let draft = try await draft(person)
        let offer = try await post("/referrals/\(draft.id)/offer", version: draft.version)
        try #require(offer.status == 200, "\(offer.text)")
        return offer
    }

    /// Takes a step and expects it to be done.
    func step(
        _ verb: String, _ body: JSON? = nil, on referral: Reply, as person: TestCounty.Person = .partner
    ) async throws -> Reply {
        let reply = try await post("/referrals/\(referral.id)/\(verb)", body, as: person, version: referral.version)
        try #require(reply.status == 200, "\(verb): \(reply.text)")
        return reply
    }
}
