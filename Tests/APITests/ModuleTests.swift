import CountySupport
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("Modules", .timeLimit(.minutes(5)))
struct ModuleTests {
    private let path = "/modules/\(TestModule.id)/1.0.0"
    private let place: JSON = ["jurisdiction": .string(TestCounty.slug)]

    @Test("A version is installed, proposed, approved by another and retired")
    func life() async throws {
        try await TestServer.run { _, client in
            let made = try await client.post(
                "/modules", ["document": .string(TestModule.document())], as: .administrator)
            #expect(made.status == 201)
            #expect(made.headers[.location] == "/api/v1\(path)")
            func state() async throws -> String? {
                try await client.get("/modules", as: .auditor).items.first?["state"]?.text
            }
            #expect(try await state() == "draft")
            #expect(try await client.post("\(path)/activations", place, as: .administrator).status == 200)
            #expect(try await state() == "proposed")
            let own = try await client.post("\(path)/approve", place, as: .administrator)
            #expect(own.status == 409 && own.code == "module.second-person-needed")
            #expect(try await client.post("\(path)/approve", place, as: .supervisor).status == 200)
            #expect(try await state() == "active")
            let reason: JSON = ["jurisdiction": .string(TestCounty.slug), "reason": "A mistake."]
            #expect(try await client.post("\(path)/retire", reason, as: .administrator).status == 200)
            #expect(try await state() == "retired")
        }
    }

    @Test("One version has its document, and its forms as JSON Schema")
    func forms() async throws {
        try await TestServer.run { _, client in
            _ = try await client.post("/modules", ["document": .string(TestModule.document())], as: .administrator)
            let found = try await client.get(path, as: .supervisor)
            #expect(found.json["document"]?.text == TestModule.document())
            let forms = found.json["forms"]?.elements ?? []
            #expect(forms.map { $0["id"]?.text } == ["screen", "finish"])
            #expect(forms.first?["schema"]?["properties"]?["offenses"]?["type"] == "integer")
            #expect(forms.last?["schema"]?["required"] == ["plan"])
            #expect(try await client.get("/modules/\(TestModule.id)/9.9.9", as: .supervisor).status == 404)
        }
    }

    @Test("What cannot be used is refused with the field, and changes nothing")
    func refusals() async throws {
        try await TestServer.run { server, client in
            let broken = try await client.post("/modules", ["document": "throughline: workflow/1"], as: .administrator)
            #expect(broken.status == 422 && broken.places == ["/document"])
            let document = TestModule.document(setting: true)
            _ = try await client.post("/modules", ["document": .string(document)], as: .administrator)
            let bare = try await client.post("\(path)/activations", place, as: .administrator)
            #expect(bare.status == 422 && bare.code == "module.settings" && bare.places == ["/settings"])
            let past = try await client.post(
                "\(path)/activations",
                ["jurisdiction": .string(TestCounty.slug), "from": "2020-01-01", "settings": ["limit": "2"]],
                as: .administrator)
            #expect(past.status == 422 && past.code == "field.date-in-past")
            let changed = document.replacing("few charges", with: "many charges")
            let taken = try await client.post("/modules", ["document": .string(changed)], as: .administrator)
            #expect(taken.status == 422 && taken.code == "module.version-taken")
        }
    }

    @Test("A handler is never taken from the network, only from where the operator put it")
    func handler() async throws {
        try await TestServer.run { _, client in
            let document = TestModule.document().replacing(
                "fields:", with: "handler: {executable: nobody-put-me-here}\nfields:"
            ).replacing("by: director", with: "by: director\n        handler: test.finish")
            let made = try await client.post("/modules", ["document": .string(document)], as: .administrator)
            #expect(made.status == 422 && made.text.contains("nobody-put-me-here"))
        }
    }

    @Test("Modules are for those who answer for them", arguments: TestCounty.Person.allCases)
    func permission(person: TestCounty.Person) async throws {
        try await TestServer.run { _, client in
            let views = [TestCounty.Person.administrator, .supervisor, .auditor].contains(person)
            #expect(try await client.get("/modules", as: person).status == (views ? 200 : 403))
            let made = try await client.post("/modules", ["document": .string(TestModule.document())], as: person)
            #expect(made.status == (person == .administrator ? 201 : 403))
        }
    }
}
