import Application
import CountySupport
import EventModel
import Foundation
import Gateway
import HTTPTypes
import Testing

@testable import API

@Suite("Screenings and cases over the API", .timeLimit(.minutes(5)))
struct ScreeningAPITests {
    @Test("A case is screened, learns more, goes its way and ends, each answer as the document promises")
    func life() async throws {
        try await TestServer.run { server, client in
            try await server.county.activate(.way())
            let person = try await client.person()
            let tracks = try await client.get("/screenings/tracks?language=es")
            #expect(tracks.items.first?["title"] == "Primera oportunidad")
            let made = try await client.screen(person, ["misdemeanor": true, "age": 24, "convictions": 0])
            #expect(made.headers[.location] == "/api/v1/screenings/\(made.id)")
            try await server.county.catchUp()
            let open = try await client.get("/screenings/\(made.id)")
            #expect(open.json["finding"] == "not-known" && open.json["missing"]?.elements?.count == 1)
            #expect(open.headers[.eTag] == "\"1\"")
            let facts = try await client.post(
                "/screenings/\(made.id)/facts", ["facts": ["category": "Theft"]], version: 1)
            #expect(facts.status == 200 && facts.version == 2)
            let agree = try await client.post(
                "/screenings/\(made.id)/steps/agree", ["fields": ["signed-on": "2026-10-20"]], version: 2)
            #expect(agree.status == 200)
            let end = try await client.post("/screenings/\(made.id)/steps/end", ["reason": "new-charge"], version: 3)
            #expect(end.status == 200)
            try await server.county.catchUp()
            #expect(try await client.get("/screenings?show=waiting").items.map { $0["id"]?.text } == [made.id])
            let yes = try await client.post("/screenings/\(made.id)/approve", as: .supervisor, version: 4)
            #expect(yes.status == 200)
            try await server.county.catchUp()
            let ended = try await client.get("/screenings/\(made.id)?minPosition=\(yes.position)", as: .auditor)
            #expect(ended.json["ending"] == "ended" && ended.json["notices"]?.elements?.count == 1)
            let seen = try await client.post("/screenings/\(made.id)/notices/ended/seen", as: .supervisor)
            #expect(seen.status == 200)
        }
    }

    @Test("What cannot be read, is stale, or comes without a version is answered by name, and nothing changes")
    func refused() async throws {
        try await TestServer.run { server, client in
            try await server.county.activate(.way())
            let person = try await client.person()
            let bad = try await client.post(
                "/screenings",
                ["participant": .string(person.id), "track": "first-chance", "facts": ["age": "old", "height": 1]])
            #expect(bad.status == 422 && bad.places == ["/facts/age", "/facts/height"])
            let unknown = try await client.post("/screenings", ["participant": .string(person.id), "track": "nothing"])
            #expect(unknown.status == 422 && unknown.places == ["/track"])
            let made = try await client.screen(person, ["misdemeanor": false])
            let facts: JSON = ["facts": ["age": 24]]
            #expect(try await client.post("/screenings/\(made.id)/facts", facts).status == 428)
            #expect(try await client.post("/screenings/\(made.id)/facts", facts, version: 9).status == 412)
            let early = try await client.post(
                "/screenings/\(made.id)/steps/agree", ["fields": ["signed-on": "2026-10-20"]], version: 1)
            #expect(early.status == 409 && early.code == "screening.not-met")
            let asked = try await client.post(
                "/screenings/\(made.id)/override", ["to": "met", "reason": "Vacated"], version: 1)
            #expect(asked.status == 200)
            let own = try await client.post("/screenings/\(made.id)/approve", version: 2)
            #expect(own.status == 403)
            let back = try await client.post("/screenings/\(made.id)/refuse", ["reason": "Mine"], version: 2)
            #expect(back.status == 200)
        }
    }

    @Test("Another county's or office's id, a partner's look and an unknown id are answered alike: 404")
    func others() async throws {
        try await TestServer.run { server, client in
            try await server.county.activate(.way())
            let person = try await client.person()
            let made = try await client.screen(person, ["misdemeanor": true])
            for path in ["/screenings/\(made.id)", "/cases/\(person.caseID)", "/screenings/\(UUID().text)"] {
                for who in [TestCounty.Person.partner, .corrections, .administrator] {
                    #expect(try await client.get(path, as: who).status == 404, "\(path) as \(who)")
                }
            }
            let theft = try await client.post(
                "/screenings/\(made.id)/facts", ["facts": ["age": 3]], as: .partner, version: 1)
            #expect(theft.status == 404)
            #expect(try await client.get("/screenings", as: .partner).status == 403)
            #expect(try await client.get("/cases", as: .partner).status == 403)
            #expect(try await client.get("/screenings/\(made.id)", as: .auditor).status == 200)
            let look = try await client.post(
                "/screenings/\(made.id)/facts", ["facts": ["age": 3]], as: .auditor, version: 1)
            #expect(look.status == 403)
        }
    }

    @Test("Cases are listed, read, declined and disposed of")
    func cases() async throws {
        try await TestServer.run { server, client in
            let person = try await client.person()
            try await server.county.catchUp()
            #expect(try await client.get("/cases?q=Okafor").items.first?["number"] == "26-CR-01877")
            let declined = try await client.post(
                "/cases/\(person.caseID)/decline",
                ["participant": .string(person.id), "reason": "The evidence does not carry it."])
            #expect(declined.status == 200)
            let again = try await client.post(
                "/cases/\(person.caseID)/decline", ["participant": .string(person.id), "reason": "Twice"])
            #expect(again.status == 409 && again.code == "case.already-declined")
            let disposed = try await client.post(
                "/cases/\(person.caseID)/disposition",
                ["participant": .string(person.id), "kind": "dismissed", "on": "2026-10-15"])
            #expect(disposed.status == 200)
            try await server.county.catchUp()
            let detail = try await client.get("/cases/\(person.caseID)")
            #expect(detail.json["people"]?.elements?.first?["declined"]?["reason"] == "The evidence does not carry it.")
            #expect(try await client.get("/cases?state=declined").items.count == 1)
            #expect(try await client.get("/cases?state=open").items.isEmpty)
        }
    }
}

extension Client {
    fileprivate func screen(_ person: (id: String, caseID: String), _ facts: JSON) async throws -> Reply {
        let made = try await post(
            "/screenings",
            [
                "participant": .string(person.id), "caseId": .string(person.caseID), "track": "first-chance",
                "facts": facts,
            ])
        try #require(made.status == 201, "\(made.text)")
        return made
    }
}
