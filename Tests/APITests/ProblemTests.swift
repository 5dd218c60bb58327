import CountySupport
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Testing

@testable import API

@Suite("Problems", .timeLimit(.minutes(2)))
struct ProblemTests {
    @Test("A request that is wrong as HTTP is told so")
    func transport() async throws {
        try await TestServer.run { _, client in
            #expect(try await client.get("/referrals", as: nil).code == "access.signed-out")
            let wrong = try await client.get("/referrals", as: nil, [.authorization: "Bearer tl_nothing"])
            #expect(wrong.status == 401)
            #expect(wrong.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
            #expect(try await client.get("/referrals", as: nil, [.authorization: "Basic YTpi"]).status == 401)
            #expect(try await client.get("/nothing").code == "request.no-such-path")
            #expect(try await client.get("/referrals/not-an-id").code == "resource.not-found")
            #expect(try await client.get("/referrals/\(UUID().uuidString)").code == "resource.not-found")
            let html = try await client.get("/referrals", [.accept: "text/html"])
            #expect(html.status == 406)
            #expect(try await client.get("/referrals", [.accept: "text/html, */*;q=0.1"]).status == 200)
            let text = try await client.post("/participants", [:], [.contentType: "text/plain"])
            #expect(text.status == 415)
            #expect(text.headers[.accept] == "application/json")
            let broken = try await client.send(
                .post, "/participants", as: .prosecutor,
                [.idempotencyKey: "x", .contentType: "application/json"], Data("{\"givenName\":".utf8))
            #expect(broken.status == 400)
            #expect(broken.code == "request.malformed")
            let large = Data(repeating: UInt8(ascii: " "), count: 1_000_001)
            let tooLarge = try await client.send(
                .post, "/participants", as: .prosecutor, [.idempotencyKey: "y", .contentType: "application/json"], large
            )
            #expect(tooLarge.status == 413)
        }
    }

    @Test("Fields that cannot be used are all named, with what would be taken")
    func fields() async throws {
        try await TestServer.run { server, client in
            let referral = try await client.offered()
            let path = "/referrals/\(referral.id)"
            let unknown = try await client.post(
                "\(path)/waitlist", ["reveiwBy": "2030-01-01"], as: .partner, version: referral.version)
            #expect(unknown.status == 422)
            #expect(Set(unknown.places) == ["/reveiwBy", "/reviewBy"])
            #expect(unknown.text.contains("Did you mean reviewBy?"))
            let code = try await client.post(
                "\(path)/decline", ["code": "no-capcity"], as: .partner, version: referral.version)
            #expect(code.places == ["/code"])
            #expect(code.json["errors"]?.elements?.first?["accepted"]?.elements?.contains("no-capacity") == true)
            let past = try await client.post(
                "\(path)/waitlist", ["reviewBy": "2020-01-01"], as: .partner, version: referral.version)
            #expect(past.code == "field.date-in-past")
            #expect(past.places == ["/reviewBy"])
            let nested = try await client.post("/participants", ["race": ["value": 3, "source": "me"]])
            #expect(Set(nested.places) == ["/race/value", "/race/source"])
            let fraction = try await client.post(
                "/programs/\(server.county.program.text)/update-capacity", ["maximum": 2.5, "available": 1],
                as: .partner)
            #expect(fraction.places == ["/maximum"])
            let query = try await client.get("/referrals?statsu=offered&limit=0&due=soon")
            #expect(query.status == 422)
            #expect(Set(query.places) == ["statsu", "limit", "due"])
            #expect(try await client.get("/referrals?jurisdiction=us-zz-elsewhere").places == ["jurisdiction"])
            #expect(try await client.get("/referrals?cursor=%21%21").places == ["cursor"])
        }
    }

    @Test("A rule's refusal says what is so now")
    func refusals() async throws {
        try await TestServer.run { _, client in
            let referral = try await client.offered()
            let refused = try await client.post(
                "/referrals/\(referral.id)/resume", as: .partner, version: referral.version)
            #expect(refused.status == 409)
            #expect(refused.code == "referral.not-now")
            #expect(refused.json["detail"]?.text?.contains("offered") == true)
            #expect(refused.json["type"]?.text == "/docs/errors#referral.not-now")
        }
    }

    @Test("A read that waits for what never comes answers 503")
    func waits() async throws {
        try await TestServer.run { _, client in
            let reply = try await client.get("/programs?minPosition=99999")
            #expect(reply.status == 503)
            #expect(reply.headers[.retryAfter] != nil)
        }
    }

    @Test("The trace of the caller is in the problem")
    func trace() async throws {
        try await TestServer.run { _, client in
            let id = "4bf92f3577b34da6a3ce929d0e0e4736"
            let reply = try await client.get("/nothing", [.traceparent: "00-\(id)-00f067aa0ba902b7-01"])
            #expect(reply.json["traceId"]?.text == id)
        }
    }

    @Test("Every answer tells browsers to keep to themselves")
    func headers() async throws {
        try await TestServer.run { _, client in
            for path in ["/jurisdictions", "/nothing"] {
                let reply = try await client.get(path)
                #expect(reply.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
                #expect(reply.headers[.cacheControl] == "no-store")
                #expect(reply.headers[.strictTransportSecurity] == nil)
            }
        }
        try await TestServer.run(options: { $0.publicURL = "https://throughline.example" }) { _, client in
            let reply = try await client.get("/jurisdictions")
            #expect(reply.headers[.strictTransportSecurity] != nil)
        }
    }
}
