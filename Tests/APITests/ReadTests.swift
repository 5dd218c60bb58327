import Application
import CountySupport
import EventModel
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("Reads", .timeLimit(.minutes(2)))
struct ReadTests {
    @Test("Who has the version already gets 304")
    func tags() async throws {
        try await TestServer.run { _, client in
            let referral = try await client.offered()
            let path = "/referrals/\(referral.id)"
            let tag = "\"\(referral.version)\""
            #expect(try await client.get(path).headers[.eTag] == tag)
            for held in [tag, "W/\(tag)", "\"0\", \(tag)", "*"] {
                let reply = try await client.get(path, [.ifNoneMatch: held])
                #expect(reply.status == 304)
                #expect(reply.text.isEmpty)
                #expect(reply.headers[.eTag] == tag)
            }
            #expect(try await client.get(path, [.ifNoneMatch: "\"1\""]).status == 200)
        }
    }

    @Test("A list goes on with its cursor until the end")
    func pages() async throws {
        try await TestServer.run { server, client in
            let person = try await client.person()
            for _ in 0..<5 { _ = try await client.draft(person) }
            try await server.county.catchUp()
            var path = "/referrals?limit=2"
            var seen: [String] = []
            for _ in 0..<3 {
                let page = try await client.get(path)
                seen += page.items.compactMap { $0["id"]?.text }
                #expect(page.headers[values: .link].joined().contains("rel=\"first\""))
                guard let next = page.json["next"]?.text else { break }
                #expect(page.headers[values: .link].joined().contains("cursor=\(next)"))
                path = "/referrals?limit=2&cursor=\(next)"
            }
            #expect(Set(seen).count == 5)
            #expect(seen.count == 5)
        }
    }

    @Test("A referral's past can be asked for by time, by position and by either clock")
    func timeMachine() async throws {
        try await TestServer.run { server, client in
            let offer = try await client.offered()
            let between = Date()
            let accepted = try await client.step("accept", on: offer)
            try await server.county.catchUp()
            let path = "/referrals/\(offer.id)"
            #expect(try await client.get("\(path)?position=\(offer.position)").json["status"] == "offered")
            let then = try await client.get("\(path)?at=\(between.rfc3339)&clock=recorded")
            #expect(then.json["status"] == "offered")
            let changed = then.json["changes"]?.elements?.first { $0["field"] == "status" }
            #expect(changed?["then"] == "offered")
            #expect(changed?["now"] == "accepted")
            // The place in the program was taken by the command's other event.
            let by = changed?["changedBy"]?.elements?.compactMap(\.integer) ?? []
            #expect(by.allSatisfy { $0 > offer.position && $0 <= accepted.position })
            #expect(!by.isEmpty)
            #expect(then.items.isEmpty)
            let same = try await client.get("\(path)?position=\(offer.position)&compare=\(offer.position)")
            #expect(same.json["changes"]?.elements?.isEmpty == true)
            #expect(try await client.get("\(path)?at=\(server.county.clock.today)").json["status"] == "accepted")
            #expect(try await client.get("\(path)?clock=occurred").json["status"] == "accepted")
            #expect(try await client.get("\(path)?at=2026-10-13T10:00:00-05:00").status == 200)
            #expect(try await client.get("\(path)?compare=soon").places == ["compare"])
            #expect(try await client.get("\(path)?at=\(server.county.clock.today)&position=3").places == ["at"])
            let last = try await server.county.throughline.lastPosition(of: TestCounty.slug)
            #expect(try await client.get("\(path)?position=\(last)&compare=0").status == 200)
            let beyond = try await client.get("\(path)?position=\(last + 1)")
            #expect(beyond.status == 422)
            #expect(beyond.places == ["position"])
            #expect(try await client.get("\(path)?compare=\(last + 1)").places == ["compare"])
            #expect(try await client.get("\(path)?compare=-1").places == ["compare"])
        }
    }

    @Test("A person's referrals can be read as they stood, and only by those who may see them")
    func timeline() async throws {
        try await TestServer.run { server, client in
            let offer = try await client.offered()
            let accepted = try await client.step("accept", on: offer)
            try await server.county.catchUp()
            let referral = try await client.get("/referrals/\(offer.id)")
            let person = try #require(referral.json["participant"]?["id"]?.text)
            let path = "/participants/\(person)/timeline"
            let now = try await client.get(path)
            #expect(now.items.map { $0["status"] } == ["accepted"])
            let then = try await client.get("\(path)?position=\(offer.position)&compare=\(accepted.position)")
            #expect(then.items.map { $0["id"]?.text } == [offer.id])
            #expect(then.items.map { $0["status"] } == ["offered"])
            let changed = then.items.first?["changes"]?.elements?.first { $0["field"] == "status" }
            #expect(changed?["now"] == "accepted")
            #expect(try await client.get(path, as: .otherPartner).status == 404)
            #expect(try await client.get(path, as: .administrator).code == "denied.role")
            #expect(try await client.get("\(path)?compare=soon").places == ["compare"])
        }
    }

    @Test("Small counts are never shown")
    func indicators() async throws {
        try await TestServer.run { server, client in
            _ = try await client.offered()
            try await server.county.catchUp()
            let reply = try await client.get("/indicators?jurisdiction=\(TestCounty.division)")
            #expect(reply.status == 200)
            #expect(reply.json["referrals"]?["hidden"] == "small")
            #expect(reply.json["statuses"]?["total"]?["hidden"] == "small")
            #expect(reply.json["statuses"]?["cells"]?.elements?.first?.elements?.first?["count"] == nil)
            #expect(try await client.get("/indicators", as: .operator).status == 403)
        }
    }
}
