import CountySupport
import EventModel
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("Commands", .timeLimit(.minutes(2)))
struct CommandTests {
    @Test("A step needs the version that its caller saw, and the acknowledgement does not")
    func versions() async throws {
        try await TestServer.run { _, client in
            let referral = try await client.offered()
            let path = "/referrals/\(referral.id)"
            #expect(try await client.post("\(path)/accept", as: .partner).status == 428)
            let stale = try await client.post("\(path)/accept", as: .partner, version: 1)
            #expect(stale.status == 412)
            #expect(stale.headers[.eTag] == "\"\(referral.version)\"")
            #expect(try await client.post("\(path)/accept", as: .partner, [.ifMatch: "W/\"2\""]).status == 412)
            #expect(try await client.post("\(path)/acknowledge", as: .partner).status == 200)
            #expect(try await client.post("\(path)/accept", as: .partner, [.ifMatch: "*"]).status == 200)
        }
    }

    @Test("The same key and payload give the first answer, also after others have gone on")
    func repeats() async throws {
        try await TestServer.run { _, client in
            let referral = try await client.offered()
            let path = "/referrals/\(referral.id)/acknowledge"
            let first = try await client.post(path, as: .partner, key: "\"once\"")
            _ = try await client.step("accept", on: first)
            let again = try await client.post(path, as: .partner, key: "once")
            #expect(again.status == first.status)
            #expect(again.text == first.text)
            let body: JSON = ["givenName": "Ana"]
            let person = try await client.post("/participants", body, key: "k-1")
            let twin = try await client.post("/participants", body, key: "k-1")
            #expect(twin.status == 201)
            #expect(twin.text == person.text)
            #expect(twin.headers[.location] == person.headers[.location])
            let other = try await client.post("/participants", ["givenName": "Ben"], key: "k-1")
            #expect(other.status == 422)
            #expect(other.code == "idempotency.key-reused")
        }
    }

    @Test("Duplicates at the same moment are done once")
    func concurrent() async throws {
        try await TestServer.run { server, client in
            let referral = try await client.offered()
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await client.post(
                            "/referrals/\(referral.id)/accept", as: .partner, version: referral.version, key: "tap")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies.map(\.status)) == [200])
            #expect(Set(replies.map(\.text)).count == 1)
            try await server.county.catchUp()
            #expect(try await client.get("/programs/\(server.county.program.text)").json["taken"] == 1)
        }
    }

    @Test("A key must be there and readable")
    func keys() async throws {
        try await TestServer.run { _, client in
            let missing = try await client.send(.post, "/participants", as: .prosecutor, [:], Data("{}".utf8))
            #expect(missing.status == 400)
            #expect(missing.code == "idempotency.key-missing")
            for key in ["\"open", "two words", String(repeating: "k", count: 256)] {
                #expect(try await client.post("/participants", [:], key: key).code == "idempotency.key-malformed")
            }
            #expect(try await client.post("/participants", [:], key: #""a \"quoted\" key""#).status != 400)
        }
    }
}

@Suite("Idempotency keys")
struct IdempotencyKeyTests {
    @Test("Quoted and bare name the same")
    func forms() throws {
        let quoted = try IdempotencyKey(["\"abc\""])
        let bare = try IdempotencyKey(["abc"])
        #expect(quoted == bare)
        let escaped = try IdempotencyKey([#""a\"b\\c""#])
        #expect(escaped.text == #"a"b\c"#)
    }
}
