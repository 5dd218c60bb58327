import CountySupport
import EventModel
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("The life of a referral", .timeLimit(.minutes(10)))
struct ReferralLifeTests {
    @Test("A referral goes from draft to disposition, and every page of it can be read")
    func whole() async throws {
        try await TestServer.run { server, client in
            let person = try await client.person()
            try await client.consent(person.id)
            var referral = try await client.draft(person)
            #expect(referral.json["status"] == "drafted")
            #expect(referral.headers[.location] == "/api/v1/referrals/\(referral.id)")
            referral = try await client.step("offer", on: referral, as: .prosecutor)
            #expect(referral.json["status"] == "offered")
            try await server.county.catchUp()

            let inbox = try await client.get("/inbox?minPosition=\(referral.position)", as: .partner)
            #expect(inbox.items.map { $0["id"]?.text } == [referral.id])
            #expect(inbox.items.first?["name"] == "Marcus O.")
            #expect(inbox.items.first?["need"] == "Secret need for housing")
            #expect(inbox.json["counts"]?["toAnswer"] == 1)

            referral = try await client.step("acknowledge", on: referral)
            referral = try await client.step("request-information", ["question": "Which shift?"], on: referral)
            #expect(referral.json["status"] == "needs-information")
            try await server.county.catchUp()
            let worklist = try await client.get("/worklist?group=needs-office")
            #expect(worklist.items.map { $0["id"]?.text } == [referral.id])
            referral = try await client.step(
                "supply-information", ["answer": "The early one"], on: referral, as: .prosecutor)
            referral = try await client.step("accept", on: referral)
            referral = try await client.step(
                "schedule-intake",
                ["on": .string(server.county.clock.today.adding(days: 3).description), "time": "14:30"],
                on: referral)
            referral = try await client.step("begin-service", on: referral)
            referral = try await client.step("record-session", ["attendance": "came"], on: referral)
            referral = try await client.step("report-progress", ["note": "Goes well"], on: referral)
            let review = JSON.string(server.county.clock.today.adding(days: 30).description)
            referral = try await client.step("hold", ["code": "health", "reviewBy": review], on: referral)
            referral = try await client.step("resume", on: referral)
            referral = try await client.step(
                "complete", ["outcome": "goals-met", "note": "Finished"], on: referral)
            #expect(referral.json["status"] == "completed")
            let done = try await client.post(
                "/referrals/\(referral.id)/record-disposition",
                ["kind": "dismissed", "on": .string(server.county.clock.today.description)])
            #expect(done.status == 200)
            try await server.county.catchUp()

            let detail = try await client.get("/referrals/\(referral.id)?minPosition=\(done.position)")
            #expect(detail.json["status"] == "completed")
            #expect(detail.json["sessionsAttended"] == 1)
            #expect(detail.json["dispositions"]?.elements?.first?["kind"] == "dismissed")
            #expect(detail.headers[.eTag] == "\"\(referral.version)\"")
            let events = try await client.get("/referrals/\(referral.id)/events", as: .partner)
            #expect(events.items.contains { $0["type"] == "referral.completed" })
            let list = try await client.get("/referrals?status=completed&q=okafor")
            #expect(list.items.map { $0["id"]?.text } == [referral.id])
        }
    }

    @Test("A program's places follow what partners say and take")
    func capacity() async throws {
        try await TestServer.run { server, client in
            let path = "/programs/\(server.county.program.text)"
            let read = try await client.get(path)
            #expect(read.json["available"] == 2)
            let changed = try await client.post(
                "\(path)/update-capacity", ["maximum": 5, "available": 4], as: .partner, version: read.version)
            #expect(changed.status == 200)
            let again = try await client.get("\(path)?minPosition=\(changed.position)", as: .partner)
            #expect(again.json["available"] == 4)
            #expect(again.headers[.eTag] == "\"\(changed.version)\"")
            let paused = try await client.post("\(path)/pause-intake", ["reason": "Repairs"], as: .partner)
            #expect(paused.status == 200)
            let list = try await client.get("/programs?minPosition=\(paused.position)")
            #expect(list.items.first { $0["id"]?.text == server.county.program.text }?["accepting"] == false)
            #expect(try await client.post("\(path)/resume-intake", as: .partner).status == 200)
        }
    }

    @Test("A consent can be read and revoked")
    func consent() async throws {
        try await TestServer.run { server, client in
            let person = try await client.person()
            let consent = try await client.consent(person.id)
            #expect(consent.json["participant"]?.text == person.id)
            let listed = try await client.get("/participants/\(person.id)/consents")
            #expect(listed.items.map { $0["id"]?.text } == [consent.id])
            let revoked = try await client.post("/participants/\(person.id)/consents/\(consent.id)/revoke")
            #expect(revoked.status == 200)
            try await server.county.catchUp()
            let read = try await client.get("/participants/\(person.id)")
            #expect(read.json["consents"]?.elements?.first?["isRevoked"] == true)
            #expect(read.json["familyName"] == "Okafor")
            let draft = try await client.draft(person)
            let refused = try await client.post("/referrals/\(draft.id)/offer", version: draft.version)
            #expect(refused.status == 422)
            #expect(refused.code?.hasPrefix("referral.consent") == true)
        }
    }

    @Test("Organizations and programs are registered by an administrator")
    func network() async throws {
        try await TestServer.run { server, client in
            let body: JSON = ["name": "New Roots", "kind": "partner", "jurisdictions": [.string(TestCounty.division)]]
            let made = try await client.post("/organizations", body, as: .administrator)
            #expect(made.status == 201)
            let listed = try await client.get("/organizations?minPosition=\(made.position)")
            #expect(listed.items.contains { $0["id"]?.text == made.id })
            let program = try await client.post(
                "/programs", ["organization": .string(made.id), "name": "Garden", "summary": "Work", "maximum": 3],
                as: .administrator)
            #expect(program.status == 201)
            #expect(try await client.get("/programs/\(program.id)?minPosition=\(program.position)").status == 200)
            #expect(try await client.post("/organizations", body, as: .partner).code == "denied.role")
            let places = try await client.get("/jurisdictions")
            #expect(places.items.map { $0["slug"]?.text } == [TestCounty.slug])
        }
    }
}
