import Application
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Telemetry
import Testing

@Suite("Problem kinds")
struct ProblemKindTests {
    @Test("Every code that a decider's refusal becomes has words")
    func refusals() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Sources/Application")
        let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        var codes: Set<String> = []
        for file in files where file.hasSuffix(".swift") {
            let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for pattern in [#/(?:self\.init|Refused)\(\s*"([a-z.-]+)"/#] {
                for match in source.matches(of: pattern) { codes.insert(String(match.1)) }
            }
        }
        #expect(codes.count > 25)
        for code in codes { #expect(ProblemKind.named(code) != nil, "\(code)") }
    }

    @Test("No code stands twice, and each says what to do in a sentence")
    func words() {
        #expect(Set(ProblemKind.all.map(\.code)).count == ProblemKind.all.count)
        for kind in ProblemKind.all {
            #expect(kind.template.hasSuffix("."), "\(kind.code)")
            #expect(!kind.title.hasSuffix("."), "\(kind.code)")
        }
    }

    @Test("A refusal about a field is 422 with its place, any other 409")
    func statuses() {
        let field = Problem(Refused("field.date-in-past", field: "reviewBy"))
        #expect(field.status == .unprocessableContent)
        #expect(field.errors.first?.pointer == "/reviewBy")
        #expect(field.detail.contains("reviewBy"))
        #expect(Problem(Refused("referral.not-now", ["status": "offered"])).status == .conflict)
        #expect(Problem(Failure.busy(retryAfterSeconds: 7)).headers[.retryAfter] == "7")
        #expect(Problem(Failure.noRoom).status == .serviceUnavailable)
        #expect(Problem(Failure.noRoom).kind.code == "server.no-room")
        #expect(Problem(Failure.stale(current: 4)).headers[.eTag] == "\"4\"")
        #expect(
            Problem(Failure.invalid([InvalidField("race.source", .malformed)])).errors.first?.pointer == "/race/source")
    }
}

@Suite("Traces")
struct TraceContextTests {
    @Test("A well-formed traceparent is gone on with")
    func parsed() {
        let id = "4bf92f3577b34da6a3ce929d0e0e4736"
        #expect(TraceContext(traceparent: "00-\(id)-00f067aa0ba902b7-01").id == id)
    }

    @Test(
        "Anything else begins a trace of its own",
        arguments: [
            nil, "", "00-xyz", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        ])
    func begun(header: String?) {
        let trace = TraceContext(traceparent: header)
        #expect(trace.id.count == 32)
        #expect(trace.id != TraceContext(traceparent: header).id)
    }
}

@Suite("The session's cookie")
struct SessionCookieTests {
    @Test("Over https it is bound to the host")
    func secure() {
        let cookie = SessionCookie(publicURL: "https://throughline.example")
        #expect(cookie.header(for: "t") == "__Host-throughline=t; Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(cookie.endingHeader.contains("Max-Age=0"))
    }

    @Test("On a loopback address it has a plain name")
    func plain() {
        #expect(
            SessionCookie(publicURL: "http://127.0.0.1:8080").header(for: "t")
                == "throughline=t; Path=/; HttpOnly; SameSite=Lax")
    }
}

@Suite("Middleware", .timeLimit(.minutes(1)))
struct MiddlewareTests {
    private func app(_ metrics: Metrics? = nil) -> some ApplicationProtocol {
        let methods = MethodTable()
        let router = Router(context: GatewayContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog(metrics: metrics))
        router.add(middleware: SecurityHeaders(isSecure: true))
        router.add(middleware: ErrorResponder(methods: methods))
        router.add(middleware: BodyLimit())
        router.get("things/{id}") { _, context in try context.parameters.require("id") }
        router.post("things/{id}/mend") { request, _ in "\(try await request.bodyData().count)" }
        router.get("kept") { _, _ in Response(status: .ok, headers: [.cacheControl: "public"]) }
        router.get("broken") { _, _ -> String in throw CocoaError(.fileNoSuchFile) }
        methods.learn(router)
        return Hummingbird.Application(
            router: router, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test("A wrong method is 405 with Allow, a wrong path 404, OPTIONS 204")
    func methods() async throws {
        try await app().test(.router) { client in
            try await client.execute(uri: "/things/1", method: .delete) { response in
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
                #expect(response.headers[.contentType] == "application/problem+json")
            }
            try await client.execute(uri: "/things/1/mend", method: .trace) { response in
                #expect(response.headers[.allow] == "OPTIONS, POST")
            }
            try await client.execute(uri: "/things/1/2/3", method: .get) { #expect($0.status == .notFound) }
            try await client.execute(uri: "/things/1", method: .options) { #expect($0.status == .noContent) }
            try await client.execute(uri: "/nothing", method: .options) { #expect($0.status == .notFound) }
            try await client.execute(uri: "/things/1", method: .head) { #expect($0.status == .ok) }
        }
    }

    @Test("Headers are there on errors too, and a handler's own stay")
    func headers() async throws {
        try await app().test(.router) { client in
            try await client.execute(uri: "/broken", method: .get) { response in
                #expect(response.status == .internalServerError)
                #expect(response.headers[.strictTransportSecurity]?.hasPrefix("max-age=") == true)
                #expect(!String(buffer: response.body).contains("Cocoa"))
            }
            try await client.execute(uri: "/kept", method: .get) { response in
                #expect(response.headers[.cacheControl] == "public")
                #expect(response.headers[.contentSecurityPolicy] == SecurityHeaders.contentSecurityPolicy)
            }
        }
    }

    @Test("A body is read up to one megabyte")
    func bodies() async throws {
        try await app().test(.router) { client in
            let most = ByteBuffer(repeating: 0, count: BodyLimit.bytes)
            try await client.execute(uri: "/things/1/mend", method: .post, body: most) { #expect($0.status == .ok) }
            let more = ByteBuffer(repeating: 0, count: BodyLimit.bytes + 1)
            try await client.execute(uri: "/things/1/mend", method: .post, body: more) { response in
                #expect(response.status == .contentTooLarge)
            }
        }
    }

    @Test("Requests are counted by template, never by path")
    func metrics() async throws {
        let metrics = Metrics()
        try await app(metrics).test(.router) { client in
            _ = try await client.executeRequest(uri: "/things/marcus?q=okafor", method: .get, headers: [:], body: nil)
            _ = try await client.executeRequest(uri: "/people/marcus", method: .get, headers: [:], body: nil)
        }
        let text = metrics.exposition()
        #expect(text.contains(#"route="/things/{id}",status="200""#))
        #expect(text.contains(#"route="none",status="404""#))
        #expect(!text.contains("marcus") && !text.contains("okafor"))
    }
}
