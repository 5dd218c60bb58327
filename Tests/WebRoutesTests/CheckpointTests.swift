import Access
import Application
import CountySupport
import Foundation
import Ledger
import Notary
import Testing

@testable import Web

@Suite("What was published, and whether it holds", .timeLimit(.minutes(5)))
struct CheckpointTests {
    @Test("An auditor sees the checkpoints, has the log computed again, and takes a checkpoint and a proof away")
    func auditing() async throws {
        try await PageServer.run { server, browser in
            let auditor = browser()
            _ = try await auditor.signIn(.auditor)
            var page = try await auditor.get("/audit/checkpoints")
            #expect(page.text.contains("History not checked yet"))
            #expect(page.text.contains("No checkpoint is published yet"))

            let folder = try server.county.publishingFolder()
            let first = try #require(try await server.county.publish(to: folder))
            page = try await auditor.get("/audit/checkpoints")
            #expect(page.text.contains("History not checked yet"))
            page = try await auditor.submit(page, "/audit/checkpoints")
            #expect(page.text.contains("History verified to checkpoint \(first.size)"))
            #expect(page.text.contains("The log was computed again."))
            #expect(page.html.contains(first.root.hex))

            let note = try await auditor.get("/audit/checkpoints/\(first.size)")
            #expect(note.html == first.note)
            #expect(try await auditor.get("/audit/checkpoints/\(first.size + 1)").status == 404)
            let proof = try await auditor.get("/audit/checkpoints/proof?position=0")
            #expect(proof.html.hasPrefix("c2sp.org/tlog-proof@v1\n"))
            #expect(proof.html.contains(first.note.split(separator: "\n")[2]))
            for position in ["\(first.size)", "-1", "x", ""] {
                page = try await auditor.get("/audit/checkpoints/proof?position=\(position)")
                #expect(page.status == 404, "\(position)")
                #expect(page.text.contains("No published checkpoint has an event at that position"))
            }

            _ = try await server.county.throughline.registerProgram(
                .init(organization: server.county.partner, name: "More", summary: "Beds", maximum: 1),
                in: TestCounty.slug, CommandContext(.system, commandID: UUID()))
            page = try await auditor.get("/audit/checkpoints")
            #expect(page.text.contains("newer event"))
            page = try await auditor.get("/language?to=es&back=/audit/checkpoints")
            #expect(page.text.contains("Puntos de control"))
        }
    }

    @Test("Nobody else sees them")
    func others() async throws {
        try await PageServer.run { server, browser in
            _ = try await server.county.publish(to: server.county.publishingFolder())
            for person in [TestCounty.Person.prosecutor, .partner, .operator] {
                let visitor = browser()
                _ = try await visitor.signIn(person)
                let status = try await visitor.get("/audit/checkpoints").status
                #expect(status == 403 || status == 404, "\(person)")
                let proof = try await visitor.get("/audit/checkpoints/proof?position=0").status
                #expect(proof == 403 || proof == 404, "\(person)")
            }
        }
    }
}
