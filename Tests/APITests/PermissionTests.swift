import Access
import CountySupport
import Foundation
import Gateway
import HTTPTypes
import Testing

@testable import API

@Suite("Permissions", .timeLimit(.minutes(2)))
struct PermissionTests {
    @Test("A partner sees neither drafts nor what was offered to others")
    func partners() async throws {
        try await TestServer.run { server, client in
            let person = try await client.person()
            try await client.consent(person.id)
            let draft = try await client.draft(person)
            try await server.county.catchUp()
            for who in [TestCounty.Person.partner, .otherPartner] {
                #expect(try await client.get("/referrals/\(draft.id)", as: who).status == 404)
                #expect(try await client.get("/referrals/\(draft.id)/events", as: who).status == 404)
                #expect(try await client.get("/referrals", as: who).items.isEmpty)
            }
            let offer = try await client.step("offer", on: draft, as: .prosecutor)
            try await server.county.catchUp()
            #expect(try await client.get("/referrals/\(draft.id)", as: .partner).status == 200)
            #expect(try await client.get("/referrals", as: .partner).items.count == 1)
            #expect(try await client.get("/inbox", as: .otherPartner).items.isEmpty)
            #expect(try await client.get("/referrals/\(draft.id)", as: .otherPartner).status == 404)
            let steal = try await client.post(
                "/referrals/\(draft.id)/accept", as: .otherPartner, version: offer.version)
            #expect(steal.status == 404)
        }
    }

    @Test("A partner reads only what is shared with it")
    func minimum() async throws {
        try await TestServer.run { server, client in
            let person = try await client.person()
            try await client.consent(person.id)
            let draft = try await client.draft(person, share: ["name"])
            _ = try await client.step("offer", on: draft, as: .prosecutor)
            try await server.county.catchUp()
            let seen = try await client.get("/referrals/\(draft.id)", as: .partner)
            #expect(seen.json["participant"]?["name"] == "Marcus Okafor")
            for secret in ["Secret need", "555 0142", "26-CR-01877", "Black"] {
                #expect(!seen.text.contains(secret), "\(secret)")
                let events = try await client.get("/referrals/\(draft.id)/events", as: .partner)
                #expect(!events.text.contains(secret), "\(secret)")
                let past = try await client.get("/referrals/\(draft.id)?clock=occurred", as: .partner)
                #expect(!past.text.contains(secret), "\(secret)")
            }
            #expect(try await client.get("/referrals/\(draft.id)").text.contains("Secret need"))
        }
    }

    @Test("Each role gets its own lists and no other")
    func roles() async throws {
        try await TestServer.run { _, client in
            let expected: [(path: String, person: TestCounty.Person, status: Int)] = [
                ("/worklist", .prosecutor, 200), ("/worklist", .partner, 403), ("/inbox", .partner, 200),
                ("/inbox", .prosecutor, 403), ("/events", .auditor, 200), ("/events", .prosecutor, 403),
                ("/referrals", .operator, 403),
            ]
            for (path, person, status) in expected {
                let reply = try await client.get(path, as: person)
                #expect(reply.status == status, "\(path) as \(person)")
            }
            #expect(try await client.post("/participants", ["givenName": "Ana"], as: .partner).code == "denied.role")
        }
    }

    @Test("A token does no more than its scopes")
    func scopes() async throws {
        try await TestServer.run { server, client in
            let account = server.county.principal(.prosecutor).accountID
            let token = try await server.county.access.createToken(
                for: account, label: "reader", scopes: [.read], expires: nil, by: account, now: Date())
            let bearer: HTTPFields = [.authorization: "Bearer \(token.secret)"]
            #expect(try await client.get("/worklist", as: nil, bearer).status == 200)
            let write = try await client.post("/participants", ["givenName": "Ana"], as: nil, bearer)
            #expect(write.code == "denied.scope")
            try await server.county.access.revokeToken(token.id, now: Date())
            #expect(try await client.get("/worklist", as: nil, bearer).code == "access.wrong-token")
        }
    }

    @Test("A session reads with its cookie, and changes only with its CSRF token")
    func session() async throws {
        try await TestServer.run { server, client in
            let signIn = try await server.county.access.signIn(
                email: TestCounty.Person.prosecutor.email, password: TestCounty.password, address: nil, now: Date())
            var headers: HTTPFields = [.cookie: "throughline=\(signIn.sessionToken)"]
            #expect(try await client.get("/worklist", as: nil, headers).status == 200)
            let bare = try await client.post("/participants", ["givenName": "Ana"], as: nil, headers)
            #expect(bare.code == "access.wrong-csrf-token")
            headers[.csrfToken] = signIn.csrf
            #expect(try await client.post("/participants", ["givenName": "Ana"], as: nil, headers).status == 201)
            try await server.county.access.signOut(signIn.sessionToken, now: Date())
            #expect(try await client.get("/worklist", as: nil, headers).code == "access.signed-out")
        }
    }
}
